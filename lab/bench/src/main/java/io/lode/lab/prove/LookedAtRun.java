package io.lode.lab.prove;

import io.lode.schedule.PiecewiseLogLinear;

/**
 * A run that is looked at while it trains.
 *
 * @param run its name
 * @param schedule that it follows
 */
record LookedAtRun(String run, PiecewiseLogLinear schedule) {}
