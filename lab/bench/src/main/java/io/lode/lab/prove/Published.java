package io.lode.lab.prove;

import io.lode.schedule.PiecewiseLogLinear;

/**
 * A schedule that LODE published, proposed or planned for the rest of a run.
 *
 * @param schedule its knots
 * @param decision {@code revised}, {@code kept} or {@code proposed}
 * @param reason of the decision
 * @param mean expected objective at the horizon; NaN where nothing is expected
 * @param standardDeviation of that
 * @param repeats name of the run whose schedule a proposal is; null where it is new
 */
record Published(
    PiecewiseLogLinear schedule,
    String decision,
    String reason,
    double mean,
    double standardDeviation,
    String repeats) {}
