package io.lode.evaluation;

/**
 * How well a kind of forecaster predicts runs that it was not fitted to.
 *
 * @param forecaster its name
 * @param mae mean absolute error over all held-out observations, on the objective's own scale
 * @param r2 one minus the squared error over the variance of those observations
 * @param sigmaCv root of the mean squared error of the final transformed objective, over the runs
 * @param runs runs that were held out
 */
public record HeldOutError(String forecaster, double mae, double r2, double sigmaCv, int runs) {}
