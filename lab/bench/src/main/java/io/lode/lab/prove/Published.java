package io.lode.lab.prove;

import io.lode.schedule.PiecewiseLogLinear;
import java.util.Map;

/**
 * A schedule that LODE published, proposed or planned for the rest of a run.
 *
 * @param schedule its knots
 * @param decision {@code revised}, {@code kept} or {@code proposed}
 * @param reason of the decision
 * @param mean expected objective at the horizon; NaN where nothing is expected
 * @param standardDeviation of that
 * @param settings the hyperparameters that it is for, of those that trials can set
 * @param repeats name of the run whose schedule a proposal is; null where it is new
 */
record Published(
    PiecewiseLogLinear schedule,
    String decision,
    String reason,
    double mean,
    double standardDeviation,
    Map<String, String> settings,
    String repeats) {

  /** Copies the settings. */
  Published {
    settings = Map.copyOf(settings);
  }
}
