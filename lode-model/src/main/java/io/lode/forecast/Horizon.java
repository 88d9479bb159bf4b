package io.lode.forecast;

import java.io.Serializable;

/**
 * The part of training after which the objective counts.
 *
 * @param fraction of the group's total steps, over 0 and at most 1
 */
public record Horizon(double fraction) implements Comparable<Horizon>, Serializable {

  /**
   * Checks the fraction.
   *
   * @throws IllegalArgumentException if the fraction is not in (0, 1]
   */
  public Horizon {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("horizon must be over 0 and at most 1, found " + fraction);
    }
  }

  /** The step at which the objective counts. */
  public double step(double totalSteps) {
    return fraction * totalSteps;
  }

  @Override
  public int compareTo(Horizon other) {
    return Double.compare(fraction, other.fraction);
  }
}
