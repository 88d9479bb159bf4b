package io.lode.lab.prove;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * One method of a head-to-head, judged.
 *
 * @param name in reports
 * @param lode whether it is one of LODE's
 * @param settings of its runs
 * @param runs before it was judged, the sweep's among them
 * @param expected validation by what chose it: a forecast, or the mean of the runs it had
 * @param expectedStandardDeviation of a forecast, else NaN
 * @param note what chose it, in words
 * @param judged its runs by seed
 */
public record ProofEntry(
    String name,
    boolean lode,
    Map<String, String> settings,
    int runs,
    double expected,
    double expectedStandardDeviation,
    String note,
    List<TrialOutcomes.Judged> judged) {

  /** Copies the list. */
  public ProofEntry {
    judged = List.copyOf(judged);
  }

  /** The same with what its runs came to, and their settings. */
  ProofEntry judgedBy(Map<String, String> all, List<TrialOutcomes.Judged> runsByItself) {
    return new ProofEntry(
        name, lode, all, runs, expected, expectedStandardDeviation, note, runsByItself);
  }

  double mean(ToDoubleFunction<TrialOutcomes.Judged> value) {
    return StatUtils.mean(values(value));
  }

  /** Standard deviation over seeds. */
  double standardDeviation(ToDoubleFunction<TrialOutcomes.Judged> value) {
    return Math.sqrt(StatUtils.variance(values(value)));
  }

  double median(ToDoubleFunction<TrialOutcomes.Judged> value) {
    return StatUtils.percentile(values(value), 50);
  }

  /** What the runs reached in the test, by seed. */
  Map<Long, Double> testBySeed() {
    Map<Long, Double> bySeed = new TreeMap<>();
    judged.forEach(
        one -> {
          if (!Double.isNaN(one.test())) {
            bySeed.put(one.seed(), one.test());
          }
        });
    return bySeed;
  }

  private double[] values(ToDoubleFunction<TrialOutcomes.Judged> value) {
    return judged.stream().mapToDouble(value).filter(x -> !Double.isNaN(x)).toArray();
  }
}
