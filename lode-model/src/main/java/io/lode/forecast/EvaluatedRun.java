package io.lode.forecast;

import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;

/**
 * A run as a search sees it: the schedule it followed and what came of it at a horizon.
 *
 * @param run the run
 * @param schedule the rates it logged, none below the smallest that a schedule may have: a repeat
 *     of the run could not go lower
 * @param logLearningRate logarithm of its mean rate in each of {@link Outcomes#INTERVALS} equal
 *     intervals up to the horizon, (interval)
 * @param outcome transformed objective at the horizon, the mean over the last {@link
 *     Outcomes#POINTS} intervals; NaN where the run did not get there
 * @param deviation standard deviation of the outcome beyond the noise of a run: what is not known
 *     of how it was brought to other settings than the run had; 0 for an outcome as logged
 */
public record EvaluatedRun(
    Run run, Schedule schedule, double[] logLearningRate, double outcome, double deviation) {

  /** A run whose outcome is as logged. */
  public EvaluatedRun(Run run, Schedule schedule, double[] logLearningRate, double outcome) {
    this(run, schedule, logLearningRate, outcome, 0);
  }

  /** The same with another deviation. */
  public EvaluatedRun withDeviation(double other) {
    return new EvaluatedRun(run, schedule, logLearningRate, outcome, other);
  }

  /** The same with another outcome and deviation. */
  public EvaluatedRun with(double otherOutcome, double otherDeviation) {
    return new EvaluatedRun(run, schedule, logLearningRate, otherOutcome, otherDeviation);
  }

  /**
   * The schedule as a search sees it, in equal intervals.
   *
   * @param horizonStep end of the last interval, which the run was evaluated at
   */
  public IntervalSchedule intervals(double horizonStep) {
    return new IntervalSchedule(logLearningRate, horizonStep);
  }

  /** Log of the largest rate. */
  public double logPeak() {
    return logLearningRate[IntervalRates.peak(logLearningRate)];
  }

  /** Whether the run reached the horizon with a finite objective. */
  public boolean finished() {
    return !Double.isNaN(outcome);
  }

  /** Whether the run diverged before the horizon. */
  public boolean diverged() {
    return !finished() && run.diverged();
  }

  /**
   * The transformed objective at an earlier step, judged as {@link #outcome} is at the horizon.
   *
   * @param step over 0
   * @return NaN where the run did not get there
   */
  public double outcomeAt(double step, MetricTransform transform) {
    return outcome(run.trajectory(), transform, step);
  }

  static EvaluatedRun of(
      Run run, MetricTransform transform, double horizonStep, double smallestLearningRate) {
    Trajectory trajectory = run.trajectory();
    Schedule schedule = run.schedule().atLeast(smallestLearningRate);
    return new EvaluatedRun(
        run,
        schedule,
        IntervalRates.log(schedule, horizonStep, smallestLearningRate),
        outcome(trajectory, transform, horizonStep));
  }

  /**
   * The transformed objective at a horizon: the mean of what was logged in the last {@link
   * Outcomes#POINTS} intervals before it; where nothing was, the line between the neighbours, or
   * the last value within a tenth of the horizon before it.
   */
  static double outcome(Trajectory trajectory, MetricTransform transform, double horizonStep) {
    double width = horizonStep / Outcomes.INTERVALS;
    double first = horizonStep - (Outcomes.POINTS - 0.5) * width;
    double last = horizonStep + 0.5 * width;
    double sum = 0;
    int count = 0;
    boolean reached = false;
    double beforeStep = Double.NaN;
    double before = Double.NaN;
    double afterStep = Double.NaN;
    double after = Double.NaN;
    for (int i = 0; i < trajectory.length() && Double.isNaN(afterStep); i++) {
      double value = transform.apply(trajectory.objective()[i]);
      if (!Double.isFinite(value)) {
        continue;
      }
      double step = trajectory.step()[i];
      if (step > last) {
        afterStep = step;
        after = value;
      } else {
        beforeStep = step;
        before = value;
        if (step > first) {
          sum += value;
          count++;
        }
      }
      reached |= step >= horizonStep - 1.5 * width;
    }
    if (count > 0 && reached) {
      return sum / count;
    }
    if (!Double.isNaN(afterStep) && !Double.isNaN(beforeStep)) {
      double fraction = (horizonStep - beforeStep) / (afterStep - beforeStep);
      return before + fraction * (after - before);
    }
    return beforeStep >= 0.9 * horizonStep ? before : Double.NaN;
  }
}
