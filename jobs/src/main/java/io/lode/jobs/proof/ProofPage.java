package io.lode.jobs.proof;

import io.lode.jobs.conf.ProofDefinition;
import io.lode.jobs.store.GroupSummary;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a head-to-head's page, {@code proof.md}, and its picture, {@code proof.png}. */
public final class ProofPage {

  private ProofPage() {}

  /** Writes the table alone, as far as the head-to-head is. */
  public static void write(Path folder, ProofReport report) {
    List<String> lines = new ArrayList<>(report.markdown());
    lines.add("");
    report
        .entries()
        .forEach(
            entry ->
                lines.add("- " + entry.name() + ": " + entry.settings() + "; " + entry.note()));
    try {
      Files.write(folder.resolve("proof.md"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Draws what every method logged under the first seed.
   *
   * @param evaluation a store that holds the runs that judge
   */
  public static void draw(
      Path folder, ProofDefinition definition, List<ProofEntry> entries, Store evaluation) {
    Map<String, String> names = new LinkedHashMap<>();
    for (ProofEntry entry : entries) {
      // Entries with one schedule share its runs and are drawn once.
      names.putIfAbsent(
          new Trial(entry.settings(), definition.seeds().get(0)).name(), entry.name());
    }
    Set<String> wanted = new HashSet<>(names.keySet());
    TrajectorySnapshot snapshot = evaluation.trajectories();
    List<GroupKey> groups = snapshot.groups().stream().map(GroupSummary::group).toList();
    Map<String, Run> found = new HashMap<>();
    snapshot
        .sweeps(groups)
        .flatMap(
            sweep -> sweep.runs().stream().filter(run -> wanted.contains(run.run())).iterator())
        .collect()
        .forEach(run -> found.put(run.run(), run));
    Map<String, Run> runs = new LinkedHashMap<>();
    names.forEach(
        (run, name) -> {
          if (found.containsKey(run)) {
            runs.put(name, found.get(run));
          }
        });
    if (runs.isEmpty()) {
      return;
    }
    try {
      Files.write(
          folder.resolve("proof.png"),
          ProofPlot.png(runs, snapshot.groups().get(0).objective().metric()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
