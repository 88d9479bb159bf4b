package io.lode.forecast;

import io.lode.trajectory.Sweep;

/** Fits one kind of forecaster to sweeps. */
public interface ForecasterFactory {

  /** Name of what it fits, such as {@code modal}. */
  String name();

  /**
   * Fits a forecaster to the runs of a sweep.
   *
   * @throws RuntimeException if the sweep does not hold enough for this kind; the message names the
   *     group and what is missing
   */
  Forecaster fit(Sweep sweep);
}
