package io.lode.jobs.ingest.inspect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folders of one run whose files hold different things under one name, such as Keras' train/ and
 * validation/: a column then names its folder, as in {@code train:epoch_loss}.
 */
final class FolderParts {

  /** The folder of DVCLive's tables, one a metric; the names of metrics may hold folders. */
  private static final String DVCLIVE = "plots/metrics/";

  private FolderParts() {}

  /** Whether a file is a table of one metric that DVCLive wrote. */
  static boolean isOfDvcLive(String path) {
    return path.endsWith(".tsv") && (path.startsWith(DVCLIVE) || path.contains("/" + DVCLIVE));
  }

  /** The path of a run's table, had DVCLive written one, in place of those of its metrics. */
  static String dvcLiveTable(String path) {
    return path.substring(0, path.lastIndexOf(DVCLIVE)) + "plots/metrics.tsv";
  }

  /** The template of the tables of a run's metrics, from that of its one table. */
  static String dvcLiveTables(String template) {
    return template.replaceFirst("plots/metrics\\.tsv$", "plots/metrics/**.tsv");
  }

  /** The same samples; names that two parts of a run share have their folder before them. */
  static List<Sample> told(List<Sample> samples) {
    Map<String, Set<String>> foldersOf = new TreeMap<>();
    for (Sample sample : samples) {
      String folder = folder(sample.file().relativePath());
      if (folder != null) {
        sample
            .columns()
            .keySet()
            .forEach(name -> foldersOf.computeIfAbsent(name, key -> new TreeSet<>()).add(folder));
      }
    }
    Set<String> shared = new LinkedHashSet<>();
    foldersOf.forEach(
        (name, folders) -> {
          if (folders.size() > 1 && !isAxis(name)) {
            shared.add(name);
          }
        });
    if (shared.isEmpty()) {
      return samples;
    }
    List<Sample> told = new ArrayList<>();
    for (Sample sample : samples) {
      String folder = folder(sample.file().relativePath());
      told.add(
          folder == null || folder.isEmpty()
              ? sample
              : sample.renamed(name -> shared.contains(name) ? folder + ":" + name : name));
    }
    return told;
  }

  private static boolean isAxis(String name) {
    return Role.STEP.of(List.of(name)) != null
        || Role.EPOCH.of(List.of(name)) != null
        || Role.TIME.of(List.of(name)) != null;
  }

  /** The folder that is a part of its run; null where the file lies in none. */
  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    String folders = slash < 0 ? "" : path.substring(0, slash);
    if (isOfDvcLive(path)) {
      String below = path.substring(path.lastIndexOf(DVCLIVE) + DVCLIVE.length());
      return below.contains("/") ? below.substring(0, below.lastIndexOf('/')) : "";
    }
    String innermost = folders.substring(folders.lastIndexOf('/') + 1);
    return Level.isNamedPart(innermost) ? innermost : null;
  }
}
