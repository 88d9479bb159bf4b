package io.lode.search;

import io.lode.schedule.PiecewiseLogLinear;

/**
 * A schedule that the next sweep should try.
 *
 * @param schedule its knots
 * @param mean expected transformed objective at the horizon
 * @param standardDeviation of that, against the incumbent
 * @param why it was chosen
 */
public record Proposal(
    PiecewiseLogLinear schedule, double mean, double standardDeviation, String why) {}
