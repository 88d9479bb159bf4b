package io.lode.search;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.PiecewiseLogLinear;

/** Which schedule to publish, and why. */
public sealed interface ScheduleDecision {

  /** The schedule to publish. */
  PiecewiseLogLinear schedule();

  /** Expected transformed objective at the horizon. */
  double mean();

  /** Standard deviation of that, against the run it is compared with. */
  double standardDeviation();

  /** The best run observed, that the schedule is compared with. */
  EvaluatedRun bestRun();

  /** Why, in one sentence. */
  String reason();

  /**
   * The same decision with more to its reason.
   *
   * @param more appended after a semicolon
   */
  ScheduleDecision adding(String more);

  /** The same decision for a schedule that differs where no log shows it. */
  ScheduleDecision with(PiecewiseLogLinear other);

  /** A schedule that no run of the ordinary sweep followed. */
  record Revised(
      PiecewiseLogLinear schedule,
      double mean,
      double standardDeviation,
      EvaluatedRun bestRun,
      String reason)
      implements ScheduleDecision {

    @Override
    public Revised adding(String more) {
      return new Revised(schedule, mean, standardDeviation, bestRun, reason + "; " + more);
    }

    @Override
    public Revised with(PiecewiseLogLinear other) {
      return new Revised(other, mean, standardDeviation, bestRun, reason);
    }
  }

  /** The schedule of a run of the sweep. */
  record Kept(
      PiecewiseLogLinear schedule,
      double mean,
      double standardDeviation,
      EvaluatedRun bestRun,
      String reason)
      implements ScheduleDecision {

    @Override
    public Kept adding(String more) {
      return new Kept(schedule, mean, standardDeviation, bestRun, reason + "; " + more);
    }

    @Override
    public Kept with(PiecewiseLogLinear other) {
      return new Kept(other, mean, standardDeviation, bestRun, reason);
    }
  }
}
