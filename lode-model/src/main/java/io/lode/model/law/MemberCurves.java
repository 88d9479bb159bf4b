package io.lode.model.law;

import io.lode.forecast.Forecast;

/** Summarises the curves that the members of an ensemble predict. */
final class MemberCurves {

  private MemberCurves() {}

  /**
   * The members' mean, and their spread together with a residual that is independent of it.
   *
   * @param curves (member, time), at least one member
   */
  static Forecast forecast(double[] steps, double[][] curves, double residual) {
    double[] mean = new double[steps.length];
    double[] standardDeviation = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      double sum = 0;
      for (double[] curve : curves) {
        sum += curve[t];
      }
      mean[t] = sum / curves.length;
      double squares = 0;
      for (double[] curve : curves) {
        squares += (curve[t] - mean[t]) * (curve[t] - mean[t]);
      }
      standardDeviation[t] = Math.sqrt(squares / curves.length + residual * residual);
    }
    return new Forecast(steps, mean, standardDeviation);
  }
}
