package io.lode.lab.bench;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.lab.search.TreeParzen;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.TrueOutcome;
import io.lode.lab.world.World;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What LODE, the rule of practice and a tuner make of one first sweep. */
final class FirstNightLoop {

  /** Length of the rule's cooldown, as a part of the horizon. */
  private static final double RULE_LENGTH = 0.2;

  /** A rate this near to the peak belongs to it, a ratio. */
  private static final double AT_PEAK = 0.98;

  private final FirstNightSweep sweep;
  private final RegretCell cell;
  private final RegretMethods methods;
  private final World world;
  private final double horizonStep;

  /**
   * Prepares a loop.
   *
   * @param cell its size and seed; the sweep says how the runs are drawn
   */
  FirstNightLoop(FirstNightSweep sweep, RegretCell cell, RegretMethods methods) {
    this.sweep = sweep;
    this.cell = cell;
    this.methods = methods;
    world = cell.world();
    horizonStep = cell.horizonStep();
  }

  FirstNightResult run(double optimum) {
    SweepDraw draw = sweep.draw(world, cell.seed());
    RegretResult loop = new RegretLoop(cell, methods, draw, optimum, sweep.seedLuck()).run();
    List<Run> runs = new Seeding(sweep.seedLuck(), cell.seed()).first(cell.firstRuns(draw), draw);
    SweepOutcomes outcomes =
        SweepOutcomes.of(
            new Sweep(
                new GroupKey(world.name(), "simulated", GroupKey.UNKNOWN), world.objective(), runs),
            horizonStep);
    Schedule rule = rule(outcomes.best().orElseThrow(), world.bounds().minimum(), horizonStep);
    return new FirstNightResult(sweep, loop, truth(rule), tuned());
  }

  /** The best run's warm-up and peak, and from there to 0 over the last fifth. */
  static Schedule rule(EvaluatedRun best, double minimum, double horizonStep) {
    double peak = 0;
    for (double rate : best.logLearningRate()) {
      peak = Math.max(peak, Math.exp(rate));
    }
    int warm = 0;
    while (Math.exp(best.logLearningRate()[warm]) < AT_PEAK * peak) {
      warm++;
    }
    double held = peak;
    double warmUntil = horizonStep * warm / best.logLearningRate().length;
    return step -> {
      double left = (1 - step / horizonStep) / RULE_LENGTH;
      double rate = step < warmUntil ? best.schedule().learningRate(step) : held;
      return Math.max(minimum, rate * Math.min(1, Math.max(0, left)));
    };
  }

  /** Random trials instead of the sweep, then as many further ones a night as proposals. */
  private List<RegretResult.Published> tuned() {
    double highest = 0;
    double lowest = Double.POSITIVE_INFINITY;
    SweepDraw draw = sweep.draw(world, cell.seed());
    for (var schedule : draw.schedules()) {
      highest = Math.max(highest, schedule.peak());
      lowest = Math.min(lowest, schedule.peak());
    }
    ScheduleFamily family =
        new ScheduleFamily(lowest, highest, world.bounds().minimum(), horizonStep);
    TreeParzen tuner =
        new TreeParzen(ScheduleFamily.DIMENSIONS, new SplittableRandom(31 * cell.seed() + 7));
    List<RegretResult.Published> tuned = new ArrayList<>();
    for (int i = 0; i < sweep.size(); i++) {
      observe(tuner, family, tuner.uniform(), i);
    }
    for (int night = 0; night <= cell.nights(); night++) {
      tuned.add(truth(family.schedule(tuner.best())));
      for (int i = 0; i < cell.proposals() && night < cell.nights(); i++) {
        observe(tuner, family, tuner.suggest(), sweep.size() + night * cell.proposals() + i);
      }
    }
    return tuned;
  }

  private void observe(TreeParzen tuner, ScheduleFamily family, double[] point, int trial) {
    Run run =
        world
            .train(
                List.of(family.schedule(point)),
                List.of("trial-" + trial),
                horizonStep,
                5_555_000 + 1000 * cell.seed() + trial)
            .get(0);
    SweepOutcomes outcomes =
        SweepOutcomes.of(
            new Sweep(
                new GroupKey(world.name(), "simulated", GroupKey.UNKNOWN),
                world.objective(),
                List.of(run)),
            horizonStep);
    tuner.observe(
        point, outcomes.best().map(EvaluatedRun::outcome).orElse(Double.POSITIVE_INFINITY));
  }

  private RegretResult.Published truth(Schedule schedule) {
    TrueOutcome truth =
        world.trueOutcome(schedule, horizonStep, cell.repeats(), RegretLoop.FRESH_SEED);
    return new RegretResult.Published(truth.mean(), truth.diverged(), true);
  }
}
