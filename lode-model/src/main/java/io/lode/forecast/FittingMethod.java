package io.lode.forecast;

import io.lode.trajectory.Sweep;
import java.util.function.Function;

/**
 * A way to make a forecaster from a sweep, with a name. Backtests and held-out errors compare such
 * methods.
 *
 * @param name as in commands and reports, such as {@code modal}
 * @param fit from a sweep to its forecaster; must not depend on anything but the sweep, so that
 *     equal sweeps give equal forecasters
 */
public record FittingMethod(String name, Function<Sweep, ? extends Forecaster> fit) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public FittingMethod {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("a fitting method needs a name, found nothing");
    }
  }
}
