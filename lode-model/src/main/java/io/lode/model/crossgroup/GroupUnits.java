package io.lode.model.crossgroup;

import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.List;

/**
 * The units of a group that transfer to others: read off the runs that are known.
 *
 * @param steps of a full run, the unit of time, positive
 * @param usualRate largest rate of the run that ended best, the unit of rates, positive
 * @param level smallest transformed objective seen, the origin of log losses
 * @param spread standard deviation of the transformed objective after the start, the unit of
 *     errors, positive
 */
record GroupUnits(double steps, double usualRate, double level, double spread) {

  /** First part of a full run, which does not count for the spread: it depends on the start. */
  private static final double START = 0.05;

  /** Smallest spread, in log loss. It avoids a division by 0. */
  private static final double SMALLEST_SPREAD = 0.005;

  /** A run that ends below this part of its largest rate has cooled down. */
  private static final double COOLED = 0.5;

  /** What a context says of groups with a cooled run, and less that of others: about its spread. */
  private static final double COOLED_CONTEXT = 0.5;

  /** Values at the end of a run whose mean is its outcome. Count. */
  private static final int LAST = 3;

  /**
   * Reads the units off runs.
   *
   * @param sweep whose runs are known
   * @throws IllegalArgumentException if no run has a finite objective and a positive rate
   */
  static GroupUnits of(Sweep sweep) {
    double total = sweep.runs().isEmpty() ? Double.NaN : sweep.totalSteps();
    double best = Double.POSITIVE_INFINITY;
    double usual = 0;
    double level = Double.POSITIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    double count = 0;
    for (Run run : sweep.runs()) {
      ObservedCurve curve =
          ObservedCurve.of(run.trajectory(), sweep.objective().transform()).afterStart();
      if (curve.length() == 0) {
        continue;
      }
      double ending = 0;
      int last = Math.min(LAST, curve.length());
      double first = curve.value()[0];
      double weight = 1.0 / curve.length();
      for (int t = 0; t < curve.length(); t++) {
        double value = curve.value()[t];
        level = Math.min(level, value);
        ending += t >= curve.length() - last ? value / last : 0;
        if (curve.step()[t] > START * total) {
          sum += weight * (value - first);
          squares += weight * (value - first) * (value - first);
          count += weight;
        }
      }
      double peak = 0;
      for (double rate : run.trajectory().learningRate()) {
        peak = Math.max(peak, rate);
      }
      if (peak > 0 && ending < best) {
        best = ending;
        usual = peak;
      }
    }
    if (usual == 0) {
      throw new IllegalArgumentException(
          "group "
              + sweep.group()
              + " has no run with a finite "
              + sweep.objective().metric()
              + " and a positive learning rate; expected at least one");
    }
    double variance = count > 0 ? squares / count - sum / count * (sum / count) : 0;
    return new GroupUnits(
        total, usual, level, Math.max(SMALLEST_SPREAD, Math.sqrt(Math.max(0, variance))));
  }

  /** Units in which targets are left as they are. */
  GroupUnits ofCorrections() {
    return new GroupUnits(steps, usualRate, 0, 1);
  }

  /** What is known of a group beside its code: how many runs, and whether any was cooled down. */
  static double[] context(List<Run> known) {
    boolean cooled = false;
    for (Run run : known) {
      double peak = 0;
      for (double rate : run.trajectory().learningRate()) {
        peak = Math.max(peak, rate);
      }
      cooled |= run.schedule().learningRate(run.trajectory().lastStep()) < COOLED * peak;
    }
    return new double[] {
      1.0 / Math.max(1, known.size()), cooled ? COOLED_CONTEXT : -COOLED_CONTEXT
    };
  }
}
