package io.lode.lab.prove;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.jobs.trial.Trial;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes a head-to-head's page, {@code proof.md}, its numbers, {@code proof.json}, and pictures.
 */
public final class ProofPage {

  private static final String PAGE = "proof.md";
  private static final String NUMBERS = "proof.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ProofPage() {}

  /** Writes the table alone, as far as the head-to-head is, and its numbers as JSON. */
  public static void write(Path folder, ProofReport report) {
    List<String> lines = new ArrayList<>(report.markdown());
    lines.add("");
    report
        .entries()
        .forEach(
            entry ->
                lines.add("- " + entry.name() + ": " + entry.settings() + "; " + entry.note()));
    try {
      Files.write(folder.resolve(PAGE), lines);
      JSON.writeValue(folder.resolve(NUMBERS).toFile(), report.json());
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
      entry.judged().stream()
          .filter(judged -> judged.seed() == definition.seeds().get(0))
          .forEach(judged -> names.putIfAbsent(judged.run(), entry.name()));
    }
    Map<String, Run> found = runs(evaluation, names.keySet());
    Map<String, Run> runs = new LinkedHashMap<>();
    names.forEach(
        (run, name) -> {
          if (found.containsKey(run)) {
            runs.put(name, found.get(run));
          }
        });
    draw(folder.resolve("proof.png"), runs, evaluation);
  }

  /**
   * Adds what schedules for several horizons reached to the page, and draws it in {@code
   * horizons.png}.
   *
   * @param trials of each horizon's schedule
   * @param evaluation a store that holds them
   */
  public static HorizonRuns addHorizons(
      Path folder, Map<Horizon, List<Trial>> trials, Store evaluation) {
    Set<String> names = new HashSet<>();
    trials.values().forEach(all -> all.forEach(trial -> names.add(trial.name())));
    Map<String, Run> found = runs(evaluation, names);
    SortedMap<Horizon, List<Run>> runs = new TreeMap<>();
    trials.forEach(
        (horizon, all) ->
            runs.put(
                horizon,
                all.stream()
                    .map(trial -> found.get(trial.name()))
                    .filter(Objects::nonNull)
                    .toList()));
    HorizonRuns horizons = new HorizonRuns(runs);
    if (!runs.isEmpty()) {
      append(folder, horizons.markdown());
      draw(folder.resolve("horizons.png"), horizons.curves(), evaluation);
    }
    return horizons;
  }

  /** Runs of a store by their names; names that it does not hold are left out. */
  static Map<String, Run> runs(Store store, Set<String> names) {
    Set<String> wanted = new HashSet<>(names);
    TrajectorySnapshot snapshot = store.trajectories();
    List<GroupKey> groups = snapshot.groups().stream().map(GroupSummary::group).toList();
    Map<String, Run> found = new HashMap<>();
    snapshot
        .sweeps(groups)
        .flatMap(
            sweep -> sweep.runs().stream().filter(run -> wanted.contains(run.run())).iterator())
        .collect()
        .forEach(run -> found.put(run.run(), run));
    return found;
  }

  private static void draw(Path picture, Map<String, Run> runs, Store store) {
    if (runs.isEmpty()) {
      return;
    }
    String objective = store.trajectories().groups().get(0).objective().metric();
    try {
      Files.write(picture, ProofPlot.png(runs, objective));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Path folder, List<String> table) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table);
    try {
      Files.write(folder.resolve(PAGE), lines, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
