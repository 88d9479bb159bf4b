package io.lode.forecast;

/**
 * A predicted trajectory of the transformed objective.
 *
 * @param step optimiser steps, (time)
 * @param mean predicted mean, (time)
 * @param standardDeviation of the prediction, (time); 0 where a forecaster gives none
 */
public record Forecast(double[] step, double[] mean, double[] standardDeviation) {}
