package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.schedule.IntervalSchedule;
import java.util.Arrays;
import java.util.List;

/**
 * How long runs held high rates and survived.
 *
 * <p>A rate just beyond the edge of stability does no harm for a moment and diverges when it is
 * held. So an untried schedule is no riskier than a run that survived where, for every rate, it
 * stays above that rate no longer than the run did.
 *
 * @param survived log rates of each surviving run, largest first, (run, interval)
 */
public record Exposure(List<double[]> survived) {

  private static final double TOLERANCE = 1e-9;

  /** The exposure of the runs that reached the horizon. */
  public static Exposure of(List<EvaluatedRun> runs) {
    return new Exposure(
        runs.stream()
            .filter(EvaluatedRun::finished)
            .map(run -> largestFirst(run.logLearningRate()))
            .toList());
  }

  /** Whether one run held every rate at least as long as the candidate does. */
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

  /** Rates in the order of their size. */
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
