package io.lode.forecast;

/**
 * How far off the forecast of a run was, as an absolute error of the transformed objective in which
 * no single value counts beyond 1: that says no more than that the forecast failed.
 *
 * @param curve mean along the run
 * @param end of the mean over the last {@link Outcomes#POINTS} observations
 */
public record ClippedError(double curve, double end) {

  /** Errors beyond this say no more than that. Transformed objective. */
  private static final double CLIP = 1;

  /**
   * Compares a forecast with what was observed.
   *
   * @param forecast transformed objective, (time)
   * @param observed the same at the same steps, at least one, (time)
   */
  public static ClippedError of(double[] forecast, double[] observed) {
    double curve = 0;
    double end = 0;
    int count = observed.length;
    int counted = Math.min(Outcomes.POINTS, count);
    for (int t = 0; t < count; t++) {
      double error = Math.max(-CLIP, Math.min(CLIP, forecast[t] - observed[t]));
      curve += Math.abs(error) / count;
      end += t >= count - counted ? error / counted : 0;
    }
    return new ClippedError(curve, Math.abs(end));
  }
}
