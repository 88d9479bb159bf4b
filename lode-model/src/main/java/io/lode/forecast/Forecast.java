package io.lode.forecast;

/**
 * A predicted trajectory of the transformed objective.
 *
 * @param step optimiser steps, (time)
 * @param mean predicted mean, (time)
 * @param standardDeviation of the prediction, (time); 0 where a forecaster gives none
 */
public record Forecast(double[] step, double[] mean, double[] standardDeviation) {

  /**
   * The mean and spread of an ensemble's members.
   *
   * @param members (member, time), at least one member
   */
  public static Forecast ofMembers(double[] steps, double[][] members) {
    double[] mean = new double[steps.length];
    double[] standardDeviation = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      double squares = 0;
      for (double[] member : members) {
        mean[t] += member[t] / members.length;
        squares += member[t] * member[t] / members.length;
      }
      standardDeviation[t] = Math.sqrt(Math.max(0, squares - mean[t] * mean[t]));
    }
    return new Forecast(steps, mean, standardDeviation);
  }
}
