package io.lode.forecast;

import io.lode.trajectory.Sweep;

/**
 * A kind of forecaster that a jar adds to LODE. {@code --forecaster NAME} chooses it by its name.
 *
 * <p>The jar names the class in {@code META-INF/services/io.lode.forecast.ForecasterProvider}. The
 * class is public and has a public constructor without parameters.
 */
public interface ForecasterProvider {

  /** The name for {@code --forecaster}, different from every other kind's name. */
  String name();

  /**
   * Fits a forecaster to a group.
   *
   * @param sweep the group's runs
   * @param seed of all random numbers: equal sweeps and seeds must give equal forecasters
   * @return the forecaster, never null
   * @throws IllegalArgumentException if the runs are not enough to fit it; the message says what is
   *     missing
   */
  Forecaster fit(Sweep sweep, long seed);
}
