package io.lode.jobs.print;

import java.util.Map;
import java.util.Optional;

/** The coefficient of determination in documents, where it may be no number. */
public final class R2 {

  private R2() {}

  /**
   * Adds {@code r2} to a document; where it is not finite, null, and {@code r2Reason} beside it.
   *
   * @param mae mean absolute error of the same forecasts, NaN where none were made
   * @param r2 of the forecasts; NaN where it is not defined
   */
  public static void put(Map<String, Object> json, double mae, double r2) {
    json.put("r2", r2);
    reason(mae, r2).ifPresent(reason -> json.put("r2Reason", reason));
  }

  private static Optional<String> reason(double mae, double r2) {
    if (Double.isFinite(r2)) {
      return Optional.empty();
    }
    if (Double.isNaN(mae)) {
      return Optional.of("no run was held out, or the forecasts of those that were are no numbers");
    }
    if (Double.isInfinite(mae)) {
      return Optional.of("a forecast is infinite");
    }
    return Optional.of(
        Double.isNaN(r2)
            ? "the observations of the held-out runs do not vary, so there is nothing to explain"
            : "the observations of a held-out run hardly vary, and the error is over the largest"
                + " number times their variance");
  }
}
