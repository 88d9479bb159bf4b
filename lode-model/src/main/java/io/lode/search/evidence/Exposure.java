package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.IntervalSchedule;
import java.util.Arrays;
import java.util.List;

/**
 * For how long each surviving run held high rates.
 *
 * <p>A training run can survive a rate that is too large for a moment, and diverge if it holds the
 * same rate for long. Exposure is the time that a schedule spends above a rate. A schedule is
 * covered if one surviving run has at least the same exposure at every rate. To compare two
 * schedules, sort the rates of both and compare them one by one: order in time does not matter.
 *
 * @param survived log rates of each surviving run, largest first, (run, interval)
 */
public record Exposure(List<double[]> survived) {

  /** Differences of log rates below this are rounding errors. */
  private static final double TOLERANCE = 1e-9;

  /** The exposure of the runs that reached the horizon. */
  public static Exposure of(List<EvaluatedRun> runs) {
    return new Exposure(
        runs.stream()
            .filter(EvaluatedRun::finished)
            .map(run -> largestFirst(run.logLearningRate()))
            .toList());
  }

  /**
   * Whether one surviving run stayed above every rate for at least as long as a candidate does.
   *
   * @param candidate an untried schedule
   */
  public boolean covers(IntervalSchedule candidate) {
    double[] rates = largestFirst(candidate.logLearningRate());
    return survived.stream().anyMatch(held -> below(rates, held));
  }

  private static boolean below(double[] rates, double[] held) {
    for (int i = 0; i < rates.length; i++) {
      if (rates[i] > held[i] + TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  /** A sorted copy, the largest rate first. */
  static double[] largestFirst(double[] logLearningRate) {
    double[] sorted = logLearningRate.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length / 2; i++) {
      double swapped = sorted[i];
      sorted[i] = sorted[sorted.length - 1 - i];
      sorted[sorted.length - 1 - i] = swapped;
    }
    return sorted;
  }
}
