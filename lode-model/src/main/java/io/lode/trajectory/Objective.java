package io.lode.trajectory;

import java.io.Serializable;

/**
 * The metric that runs are judged by.
 *
 * @param metric its name in the observations, such as {@code validation_loss}
 * @param direction whether smaller or larger is better
 * @param ceiling the value that a maximized metric cannot exceed (1 for an accuracy); NaN for a
 *     minimized one
 */
public record Objective(String metric, Direction direction, double ceiling)
    implements Serializable {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the metric is blank, or a maximized metric has no positive
   *     ceiling
   */
  public Objective {
    if (metric == null || metric.isBlank()) {
      throw new IllegalArgumentException("objective metric must be a name, found nothing");
    }
    if (direction == Direction.MAXIMIZE && !(ceiling > 0 && Double.isFinite(ceiling))) {
      throw new IllegalArgumentException(
          "objective " + metric + " needs a positive ceiling, found " + ceiling);
    }
    if (direction == Direction.MINIMIZE) {
      ceiling = Double.NaN;
    }
  }

  /** A loss: positive, smaller is better. */
  public static Objective minimize(String metric) {
    return new Objective(metric, Direction.MINIMIZE, Double.NaN);
  }

  /** A score that cannot exceed a ceiling, larger is better. */
  public static Objective maximize(String metric, double ceiling) {
    return new Objective(metric, Direction.MAXIMIZE, ceiling);
  }

  /** The transform to the scale that forecasters work in, where smaller is always better. */
  public MetricTransform transform() {
    return direction == Direction.MINIMIZE
        ? new MetricTransform.Log()
        : new MetricTransform.LogErrorRate(ceiling);
  }
}
