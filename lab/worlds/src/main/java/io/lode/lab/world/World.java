package io.lode.lab.world;

import io.lode.schedule.Schedule;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import java.util.List;
import java.util.Optional;

/**
 * A place to train in where the true outcome of any schedule can be found out.
 *
 * <p>The world's length is cut into {@link Intervals#COUNT} intervals. Within each the trainer
 * holds the mean of the schedule over that interval. All results depend on the arguments alone: the
 * same schedules and seed give the same runs.
 */
public interface World {

  /** What it is called in commands and reports, such as {@code quadratic}. */
  String name();

  /** What its runs are judged by; all worlds minimize {@code validation_loss}. */
  default Objective objective() {
    return Objective.minimize("validation_loss");
  }

  /** Optimiser steps of a full run. */
  double totalSteps();

  /** The rates that a schedule may use here, up to the largest peak of the sweep. */
  ScheduleBounds bounds();

  /** What an ordinary sweep tries: five shapes by four peaks, 20 schedules. */
  List<SweepSchedule> sweepSchedules();

  /**
   * Trains one run per schedule and logs an observation at the end of every interval.
   *
   * <p>The logged rate is the one in force at that step, as the trainer applied it. A diverged run
   * ends with a row that has the rate it diverged at and NaN losses; nothing follows it. A run that
   * ends before the world's total steps is stopped.
   *
   * @param schedules one per run
   * @param names one per run, unique
   * @param steps optimiser steps to train for, a whole number up to {@link #totalSteps}
   * @param seed of all noise; run i of the same seed has the same luck under any schedule
   * @throws IllegalArgumentException if the names are not as many as the schedules or repeat, or
   *     the steps are outside the world
   */
  List<Run> train(List<? extends Schedule> schedules, List<String> names, double steps, long seed);

  /**
   * The true value of the objective that a schedule reaches, free of observation noise.
   *
   * @param schedule learning rate for every step
   * @param step where the objective counts, a whole number up to {@link #totalSteps}
   * @param repeats fresh runs to average in a world without a closed form, at least 1; the others
   *     need none
   * @param seed of the repeats; two schedules under one seed are compared run by run on the same
   *     luck
   * @throws IllegalArgumentException if the step is outside the world or there are no repeats
   */
  TrueOutcome trueOutcome(Schedule schedule, double step, int repeats, long seed);

  /**
   * The same world as a run meets it whose dynamics differ from the sweep's.
   *
   * @throws IllegalArgumentException if no run of this world can differ in this way
   */
  World with(Difference difference);

  /**
   * The best schedule known for a horizon, within {@link #bounds}; empty where none is known.
   *
   * @param step where the objective counts, a whole number up to {@link #totalSteps}
   */
  Optional<KnownOptimum> bestKnown(double step);
}
