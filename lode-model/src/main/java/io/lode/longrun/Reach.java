package io.lode.longrun;

import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far the runs of a group reach, in steps and in rates: what a forecast beyond rests on.
 *
 * @param steps last step that any run observed
 * @param smallestPeak smallest largest rate of a run, positive
 * @param largestSurvived largest rate that a run held and survived, positive
 * @param smallestDiverged smallest largest rate of a run that diverged; infinite where none did
 * @param smallestRate smallest positive rate of any run
 * @param cooledDown whether any run that survived ended below half of its largest rate
 * @param overfitting what the runs show of over-fitting
 */
public record Reach(
    double steps,
    double smallestPeak,
    double largestSurvived,
    double smallestDiverged,
    double smallestRate,
    boolean cooledDown,
    Overfitting overfitting) {

  /** A rate counts as held where it lasts for this part of a run. */
  private static final double HELD_FRACTION = 0.02;

  /** A rate this much over another one is not the same. Ratio: logs are rounded. */
  private static final double SAME_RATE = 1.02;

  /** A run that ends below this part of its largest rate has cooled down. */
  private static final double COOLED_FRACTION = 0.5;

  /** Points at which a schedule is looked at. */
  private static final int SAMPLES = 200;

  /**
   * Reads the runs of a group.
   *
   * @throws IllegalArgumentException if no run logged a positive rate
   */
  public static Reach of(Sweep sweep) {
    double steps = 0;
    double smallestPeak = Double.POSITIVE_INFINITY;
    double largestSurvived = 0;
    double smallestDiverged = Double.POSITIVE_INFINITY;
    double smallestRate = Double.POSITIVE_INFINITY;
    boolean cooledDown = false;
    for (Run run : sweep.runs()) {
      Trajectory trajectory = run.trajectory();
      if (trajectory.length() == 0) {
        continue;
      }
      double last = trajectory.lastStep();
      double held = held(run.schedule(), last);
      double peak = 0;
      for (double rate : trajectory.learningRate()) {
        peak = Math.max(peak, rate);
        smallestRate = rate > 0 ? Math.min(smallestRate, rate) : smallestRate;
      }
      if (run.status() == RunStatus.DIVERGED) {
        smallestDiverged = Math.min(smallestDiverged, peak);
        continue;
      }
      steps = Math.max(steps, last);
      if (peak > 0) {
        smallestPeak = Math.min(smallestPeak, peak);
      }
      largestSurvived = Math.max(largestSurvived, held);
      cooledDown |= run.schedule().learningRate(last) < COOLED_FRACTION * peak;
    }
    if (!(largestSurvived > 0)) {
      throw new IllegalArgumentException(
          "group " + sweep.group() + " has no run that survived at a positive learning rate");
    }
    return new Reach(
        steps,
        smallestPeak,
        largestSurvived,
        smallestDiverged,
        smallestRate,
        cooledDown,
        Overfitting.of(sweep));
  }

  /** The largest rate that a schedule holds for a fiftieth of its length. */
  public static double held(Schedule schedule, double length) {
    int window = (int) Math.max(1, Math.round(HELD_FRACTION * SAMPLES));
    double largest = 0;
    for (int i = 0; i + window < SAMPLES; i++) {
      double smallest = Double.POSITIVE_INFINITY;
      for (int j = 0; j <= window; j++) {
        smallest = Math.min(smallest, schedule.learningRate(length * (i + j) / (SAMPLES - 1)));
      }
      largest = Math.max(largest, smallest);
    }
    return largest;
  }

  /** How far beyond the runs a step lies: the logarithm of the ratio, 0 within them. */
  public double lengthBeyond(double step) {
    return Math.max(0, Math.log(step / steps));
  }

  /**
   * How far a schedule's largest rate lies outside those that runs survived: the logarithm of the
   * ratio, 0 within them.
   */
  public double rateBeyond(Schedule schedule, double length) {
    double held = held(schedule, length);
    if (held > largestSurvived * SAME_RATE) {
      return Math.log(held / largestSurvived);
    }
    return held * SAME_RATE < smallestPeak ? Math.log(smallestPeak / held) : 0;
  }

  /** Whether a schedule holds a rate that no run survived. */
  public boolean overSurvived(Schedule schedule, double length) {
    return held(schedule, length) > largestSurvived * SAME_RATE;
  }

  /** What a reader of a forecast must know about it, one sentence each; empty within the runs. */
  public List<String> warnings(Schedule schedule, double length) {
    List<String> warnings = new ArrayList<>();
    if (overSurvived(schedule, length)) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the schedule holds a learning rate of %.3g; the largest that a run survived is %.3g,"
                  + " so that it may diverge, and the forecast does not know of that",
              held(schedule, length),
              largestSurvived));
    }
    if (length > SAME_RATE * steps) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%.0f steps are %.2g times the longest run, which has %.0f",
              length,
              length / steps,
              steps));
      overfitting.warning().ifPresent(warnings::add);
    }
    if (!cooledDown) {
      warnings.add(
          "no run lowered its learning rate, so that nothing is known about what a cooldown brings");
    }
    return warnings;
  }
}
