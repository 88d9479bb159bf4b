package io.lode.model.network;

/**
 * Where a fit by Adam stands: with the same settings and data it continues to the same result.
 *
 * @param step optimiser steps done
 * @param parameters (member, value)
 * @param firstMoment of Adam, like the parameters
 * @param secondMoment of Adam, like the parameters
 */
public record FitCheckpoint(
    int step, double[][] parameters, double[][] firstMoment, double[][] secondMoment) {}
