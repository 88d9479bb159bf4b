package io.lode.lab.heldout;

import io.lode.evaluation.HeldOutError;
import io.lode.evaluation.HeldOutVerdict;
import io.lode.trajectory.LearningStatus;
import io.lode.trajectory.SweepLearning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What held-out runs say of one group.
 *
 * @param group its name
 * @param runs number of its runs of each status, by the status's name
 * @param chosen name of the kind that the product would use
 * @param r2 held-out R2 of each kind and baseline over the runs that learned, by name; empty where
 *     not measured
 * @param mae mean absolute error of the same
 * @param sigma root mean square error of the final transformed objective of the same
 * @param worstOutside largest size of a forecast, in log loss relative to the start of training, at
 *     rates up to a thousand times beyond those that were run; NaN if one is not finite
 * @param verdict label of the verdict
 * @param words the verdict in words
 */
public record WideSweepRow(
    String group,
    Map<String, Integer> runs,
    String chosen,
    Map<String, Double> r2,
    Map<String, Double> mae,
    Map<String, Double> sigma,
    double worstOutside,
    String verdict,
    String words) {

  static WideSweepRow of(
      String group,
      SweepLearning learning,
      String chosen,
      List<HeldOutError> errors,
      double worstOutside,
      HeldOutVerdict verdict) {
    Map<String, Integer> runs = new LinkedHashMap<>();
    for (LearningStatus status : LearningStatus.values()) {
      runs.put(status.words(), learning.count(status));
    }
    Map<String, Double> r2 = new LinkedHashMap<>();
    Map<String, Double> mae = new LinkedHashMap<>();
    Map<String, Double> sigma = new LinkedHashMap<>();
    for (HeldOutError error : errors) {
      r2.put(error.forecaster(), error.r2());
      mae.put(error.forecaster(), error.mae());
      sigma.put(error.forecaster(), error.sigmaCv());
    }
    return new WideSweepRow(
        group, runs, chosen, r2, mae, sigma, worstOutside, verdict.kind().label(), verdict.words());
  }

  /** Held-out R2 of the kind that the product would use, NaN where not measured. */
  public double chosenR2() {
    return r2.getOrDefault(chosen, Double.NaN);
  }
}
