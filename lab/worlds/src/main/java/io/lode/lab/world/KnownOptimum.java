package io.lode.lab.world;

/**
 * The best schedule known for one horizon of a world.
 *
 * @param step where the objective counts
 * @param schedule its rates, interval by interval
 * @param objective true value that it reaches at that step
 */
public record KnownOptimum(double step, HeldRates schedule, double objective) {}
