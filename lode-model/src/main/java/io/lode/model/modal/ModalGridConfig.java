package io.lode.model.modal;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the grid of modes: which time scales of training the model knows. Rates of modes are
 * per reference length (one full run) at the reference learning rate (the sweep's largest).
 *
 * @param modes number of modes of either kind, a count, at least 3
 * @param slowestMode rate of the slowest mode, positive
 * @param fastestMode rate of the fastest mode, over that of the slowest
 * @param stabilityEdge part of the edge of stability that the fastest mode reaches at the largest
 *     safe learning rate, over 0 and at most 1
 */
public record ModalGridConfig(
    int modes, double slowestMode, double fastestMode, double stabilityEdge)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ModalGridConfig {
    Ranges.atLeast(3, "modes", modes);
    Ranges.over(0, "slowest-mode", slowestMode);
    Ranges.over(slowestMode, "fastest-mode", fastestMode);
    Ranges.over(0, "stability-edge", stabilityEdge);
    Ranges.fraction("stability-edge", stabilityEdge);
  }

  /** The settings with which the benchmarks were measured. */
  public static ModalGridConfig standard() {
    int modes = 24;
    double slowestMode = 0.3;
    double fastestMode = 6000;
    double stabilityEdge = 0.97;
    return new ModalGridConfig(modes, slowestMode, fastestMode, stabilityEdge);
  }

  /** The same with another number of modes, from a slower one on. */
  public ModalGridConfig reaching(double slowest, int count) {
    return new ModalGridConfig(count, slowest, fastestMode, stabilityEdge);
  }
}
