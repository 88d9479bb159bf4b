package io.lode.lab.bench;

import io.lode.lab.world.Difference;
import io.lode.model.modal.PaceConfig;
import io.lode.search.replan.ReplanConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which runs in flight to measure.
 *
 * @param worlds names of worlds
 * @param variant of the worlds with a closed form; a network world's task is drawn by each seed
 * @param starts schedules that runs start with
 * @param sweepSize runs of the sweep
 * @param firstSeed the first of the seeds
 * @param seeds number of seeds
 * @param at parts of training at which runs are replanned, ascending
 * @param alarmedAt the same where runs are replanned only if their loss gives alarm
 * @param config of the replanning
 * @param pace how the pace of a run in flight is estimated
 * @param threads seeds that run at once
 */
public record ReplanPlan(
    List<String> worlds,
    long variant,
    List<ReplanCell.Start> starts,
    int sweepSize,
    long firstSeed,
    int seeds,
    List<Double> at,
    List<Double> alarmedAt,
    ReplanConfig config,
    PaceConfig pace,
    int threads) {

  private static final double[] PACES = {0.7, 0.85, 1.2, 1.4};
  private static final int[] BATCHES = {8, 128};
  private static final double[] INITIAL_SCALES = {0.7, 1.4};

  /** Checks counts and parts. */
  public ReplanPlan {
    worlds = List.copyOf(worlds);
    starts = List.copyOf(starts);
    at = List.copyOf(at);
    alarmedAt = List.copyOf(alarmedAt);
    if (seeds < 1 || sweepSize < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "seeds, sweep size and threads must be at least 1, found "
              + seeds
              + ", "
              + sweepSize
              + " and "
              + threads);
    }
    requireRising(at);
    requireRising(alarmedAt);
  }

  private static void requireRising(List<Double> parts) {
    double last = 0;
    for (double part : parts) {
      if (!(part > last && part < 1)) {
        throw new IllegalArgumentException(
            "parts of training must rise between 0 and 1, found " + parts);
      }
      last = part;
    }
  }

  /** Every part of training at which a run is looked at, ascending. */
  List<Double> looks() {
    return Stream.concat(at.stream(), alarmedAt.stream()).distinct().sorted().toList();
  }

  static boolean isNetwork(String world) {
    return world.startsWith("network");
  }

  /** How a world's runs differ from their sweep: not at all, then in every way measured. */
  static List<Optional<Difference>> differences(String world) {
    List<Optional<Difference>> all = new ArrayList<>();
    all.add(Optional.empty());
    if (isNetwork(world)) {
      for (int batch : BATCHES) {
        all.add(Optional.of(new Difference.BatchSize(batch)));
      }
      for (double scale : INITIAL_SCALES) {
        all.add(Optional.of(new Difference.InitialScale(scale)));
      }
    } else {
      for (double pace : PACES) {
        all.add(Optional.of(new Difference.Pace(pace)));
      }
    }
    return all;
  }
}
