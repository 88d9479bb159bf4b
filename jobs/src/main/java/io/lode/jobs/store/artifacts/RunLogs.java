package io.lode.jobs.store.artifacts;

import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What training jobs log into the store while they run: {@code runs/GROUP/run=R/} with {@code
 * part-000001.jsonl}, ..., each written whole and never changed, and {@code run.json}.
 *
 * @param files the store's files
 */
public record RunLogs(StoreFiles files) implements Serializable {

  /** The folder of all runs, relative to the store. */
  public static final String FOLDER = "runs";

  /** The names of parts, as a pattern of Hadoop's. */
  public static final String PARTS = "part-*.jsonl";

  private static final Pattern PART = Pattern.compile("part-\\d{6,9}\\.jsonl");
  private static final String RUN = "run=";

  /** Groups that have runs here, sorted. */
  public List<GroupKey> groups() {
    return GroupFolders.below(files, FOLDER);
  }

  /** Names of a group's runs, sorted. */
  public List<String> runs(GroupKey group) {
    return runsBelow(files, FOLDER + "/" + group.path());
  }

  /** Names of the runs that have a folder below another, sorted. */
  static List<String> runsBelow(StoreFiles files, String folder) {
    List<String> runs = new ArrayList<>();
    for (String name : files.list(folder)) {
      if (name.startsWith(RUN)) {
        Optional<String> run = runOf(name);
        if (run.isPresent()) {
          runs.add(run.get());
        } else {
          GroupFolders.tellStrange(folder + "/" + name);
        }
      }
    }
    runs.sort(null);
    return runs;
  }

  private static Optional<String> runOf(String name) {
    try {
      String run = URLDecoder.decode(name.substring(RUN.length()), StandardCharsets.UTF_8);
      return (RUN + GroupKey.encode(run)).equals(name) && !run.isEmpty()
          ? Optional.of(run)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where a run's files lie, relative to the store. */
  public String folder(GroupKey group, String run) {
    return FOLDER + "/" + group.path() + "/" + RUN + GroupKey.encode(run);
  }

  /** What a run says of itself; empty where it says nothing. */
  public Optional<byte[]> description(GroupKey group, String run) {
    return files.read(descriptionPath(group, run));
  }

  /** Where that lies, relative to the store. */
  public String descriptionPath(GroupKey group, String run) {
    return folder(group, run) + "/run.json";
  }

  /** Paths of a run's parts in their order, relative to the store. */
  public List<String> parts(GroupKey group, String run) {
    String folder = folder(group, run);
    return files.list(folder).stream()
        .filter(name -> PART.matcher(name).matches())
        .sorted()
        .map(name -> folder + "/" + name)
        .toList();
  }
}
