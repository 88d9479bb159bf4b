package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.trajectory.MetricTransform;
import java.util.OptionalDouble;

/**
 * The curve of a run, read at moments other than the horizon.
 *
 * @param run whose curve it is
 * @param horizonStep end of its last interval
 * @param transform of the objective
 */
record RunCurve(EvaluatedRun run, double horizonStep, MetricTransform transform) {

  /**
   * The outcome at the moment at which the sum of the run's interval rates was as large as a sum;
   * NaN where the run did not log then.
   */
  double outcomeAfter(double sumOfRates) {
    double[] own = run.logLearningRate();
    double reached = 0;
    int t = 0;
    while (t < own.length && reached + Math.exp(own[t]) <= sumOfRates) {
      reached += Math.exp(own[t]);
      t++;
    }
    double part = t < own.length ? (sumOfRates - reached) / Math.exp(own[t]) : 0;
    double step = horizonStep * Math.min(1, Math.max(1, t + part) / own.length);
    return run.outcomeAt(step, transform);
  }

  /**
   * How far an outcome read off the curve lies from a smooth curve: the standard deviation that the
   * second differences over the second half of the horizon show. Empty where the run logged too
   * little.
   */
  OptionalDouble roughness() {
    double[] outcome = new double[Outcomes.INTERVALS / (2 * Outcomes.POINTS)];
    for (int i = 0; i < outcome.length; i++) {
      double part = 1 - i * Outcomes.POINTS / (double) Outcomes.INTERVALS;
      outcome[i] = run.outcomeAt(part * horizonStep, transform);
    }
    double squares = 0;
    int count = 0;
    for (int i = 1; i < outcome.length - 1; i++) {
      double second = outcome[i - 1] - 2 * outcome[i] + outcome[i + 1];
      if (Double.isFinite(second)) {
        squares += second * second;
        count++;
      }
    }
    // A second difference of independent values has six times their variance.
    return count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(squares / (6 * count)));
  }
}
