package io.lode.trajectory;

/**
 * Turns a metric into the scale that forecasters work in, where smaller is better and equal steps
 * are equal ratios, and back.
 *
 * <p>A NaN (not observed) stays NaN either way.
 */
public sealed interface MetricTransform {

  /** From the metric's own value to the model's scale; NaN where the value has no image. */
  double apply(double value);

  /** From the model's scale back to the metric's own value. */
  double invert(double transformed);

  /**
   * From a small standard deviation on the model's scale to one of the metric's own value: both
   * transforms are logarithms.
   *
   * @param transformed value that it is around, on the model's scale
   */
  default double invertStandardDeviation(double transformed, double standardDeviation) {
    return Math.exp(transformed) * standardDeviation;
  }

  /** Natural logarithm of a positive metric such as a loss. */
  record Log() implements MetricTransform {
    @Override
    public double apply(double value) {
      return value > 0 ? Math.log(value) : Double.NaN;
    }

    @Override
    public double invert(double transformed) {
      return Math.exp(transformed);
    }
  }

  /**
   * Natural logarithm of the distance to a perfect score, {@code log(ceiling - value)}: the log
   * error rate of an accuracy.
   *
   * <p>A score within a millionth of the ceiling counts as a millionth away from it, so that a
   * perfect score stays finite.
   *
   * @param ceiling the score that cannot be exceeded, such as 1 for an accuracy or 100 for a
   *     percentage
   */
  record LogErrorRate(double ceiling) implements MetricTransform {
    @Override
    public double apply(double value) {
      double rate = ceiling - value;
      if (!(rate >= 0)) {
        return Double.NaN;
      }
      return Math.log(Math.max(rate, 1e-6 * ceiling));
    }

    @Override
    public double invert(double transformed) {
      return ceiling - Math.exp(transformed);
    }
  }
}
