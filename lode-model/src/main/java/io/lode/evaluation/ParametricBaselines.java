package io.lode.evaluation;

import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.List;

/** The schedules that a user would pick by hand after looking at a sweep. */
public final class ParametricBaselines {

  /** Part of the total at the end of which warm-up-stable-decay has decayed. */
  private static final double DECAY_FRACTION = 0.2;

  /** A rise that takes longer than this part of the total is the schedule's shape, no warm-up. */
  private static final double LONGEST_WARMUP = 0.1;

  private ParametricBaselines() {}

  /**
   * The best run's own schedule, and cosine, one-cycle, warm-up-stable-decay and constant at its
   * peak. Cosine and warm-up-stable-decay end at the smallest rate that the sweep used; all but
   * one-cycle, which has a rise of its own, start with the best run's warm-up.
   *
   * @param horizonStep step at which the schedules end
   * @throws IllegalArgumentException if no run has a finite objective and a positive rate
   */
  public static List<NamedSchedule> of(Sweep sweep, double horizonStep) {
    Run best = BestRun.fit(sweep).run();
    Trajectory trajectory = best.trajectory();
    double smallest = SweepOutcomes.of(sweep, horizonStep).bounds().minimum();
    double peak = 0;
    double peakStep = 0;
    for (int i = 0; i < trajectory.length(); i++) {
      if (trajectory.learningRate()[i] > peak) {
        peak = trajectory.learningRate()[i];
        peakStep = trajectory.step()[i];
      }
    }
    double last = Math.min(peak, smallest);
    double warmup =
        trajectory.learningRate()[0] < peak && peakStep <= LONGEST_WARMUP * horizonStep
            ? peakStep
            : 0;
    double rest = horizonStep - warmup;
    return List.of(
        new NamedSchedule("best run of the sweep", trajectory.schedule()),
        warmed("cosine", warmup, ParametricSchedules.cosine(peak, last, rest)),
        new NamedSchedule("one-cycle", ParametricSchedules.oneCycle(peak, horizonStep)),
        warmed(
            "warm-up-stable-decay",
            warmup,
            ParametricSchedules.stableDecay(peak, last, DECAY_FRACTION, rest)),
        warmed("constant", warmup, ParametricSchedules.constant(peak)));
  }

  private static NamedSchedule warmed(String name, double warmup, Schedule schedule) {
    return new NamedSchedule(
        name, warmup > 0 ? ParametricSchedules.warmup(warmup, schedule) : schedule);
  }
}
