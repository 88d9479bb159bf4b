package io.lode.evaluation;

import java.io.Serializable;

/**
 * How well a predictor forecast a held-out run, or all of them; on the objective's own scale.
 *
 * @param run the run; {@link Backtest#ALL} for all held-out runs
 * @param predictor name of the fitting method
 * @param mae mean absolute error over the run's observed steps; over all runs the mean of theirs
 * @param r2 coefficient of determination, {@code 1 - sum (y - p)^2 / sum (y - mean y)^2}, NaN where
 *     the run does not vary; over all runs the mean of those that are not NaN
 * @param worstRelativeError largest {@code |p - y| / |y|} over the observed steps with y other than
 *     0; over all runs the largest
 * @param band values in the predictor's bands: those after the last fitted step where the run is
 *     longer, else all
 */
public record BacktestRow(
    String run, String predictor, double mae, double r2, double worstRelativeError, BandCount band)
    implements Serializable {}
