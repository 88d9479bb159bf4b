package io.lode.lab.bench;

import io.lode.lab.world.SweepDraw;
import io.lode.schedule.Schedule;
import io.lode.search.Proposal;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Which seed each run of a simulated loop has, and the luck that the runs of one seed share: their
 * losses are all larger or all smaller by one factor. Runs keep luck of their own beside it.
 *
 * <p>Seeds are given as people do: every schedule runs under the first one, and a repeat under the
 * next one that its schedule has not had.
 */
final class Seeding {

  private final double luck;
  private final long instance;
  private final Map<String, Set<Integer>> taken = new HashMap<>();

  /**
   * Prepares the seeds of a loop.
   *
   * @param luck standard deviation of the log loss between seeds, at least 0; 0 leaves runs as the
   *     world made them
   * @param instance other instances have other luck
   */
  Seeding(double luck, long instance) {
    this.luck = luck;
    this.instance = instance;
  }

  /** The runs of a first sweep. */
  List<Run> first(List<Run> runs, SweepDraw draw) {
    List<Run> seeded = new ArrayList<>();
    Map<Schedule, Set<Integer>> had = new HashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      Set<Integer> seeds = had.computeIfAbsent(draw.schedules().get(i), unknown -> new HashSet<>());
      seeded.add(run(runs.get(i), seeds));
    }
    return seeded;
  }

  /** The runs of a night's proposals. */
  List<Run> proposed(List<Run> runs, List<Proposal> proposals) {
    List<Run> seeded = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String like = proposals.get(i).repeats();
      Set<Integer> seeds = like == null ? new HashSet<>() : taken.get(like);
      seeded.add(run(runs.get(i), seeds));
    }
    return seeded;
  }

  private Run run(Run run, Set<Integer> seeds) {
    int seed = 1;
    while (seeds.contains(seed)) {
      seed++;
    }
    seeds.add(seed);
    taken.put(run.run(), seeds);
    return luck == 0 ? run : lucky(run, seed);
  }

  private Run lucky(Run run, int seed) {
    double factor =
        Math.exp(luck * new SplittableRandom(1_000_003 * instance + seed).split().nextGaussian());
    Trajectory logged = run.trajectory();
    double[] objective = logged.objective().clone();
    for (int t = 0; t < objective.length; t++) {
      objective[t] *= factor;
    }
    return run.with(
            new Trajectory(logged.step(), logged.learningRate(), logged.trainLoss(), objective))
        .withSeed(Integer.toString(seed));
  }
}
