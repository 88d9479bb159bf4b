package io.lode.search;

import io.lode.schedule.PiecewiseLogLinear;

/**
 * A schedule that the next sweep should try.
 *
 * @param schedule its knots
 * @param mean expected transformed objective at the horizon
 * @param standardDeviation of that, against the incumbent
 * @param why it was chosen
 * @param repeats name of the run whose schedule it is, so that it needs another seed than that;
 *     null where it is new
 */
public record Proposal(
    PiecewiseLogLinear schedule,
    double mean,
    double standardDeviation,
    String why,
    String repeats) {}
