package io.lode.model.process;

import io.lode.settings.Ranges;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of the process on curves.
 *
 * <p>conf/lode.conf lists every setting in its section {@code curves}, under the same name.
 *
 * @param runPoints most points of a run, a count, at least 2
 * @param mostPoints most points of all runs together, a count, at least 10; they bound the time of
 *     a fit, which grows with their cube
 * @param kernelPoints points that the kernel is chosen on, a count, at least 10
 * @param lengths length scales that are tried, in log learning rate, for the area under the rate
 *     and for its mean
 * @param shapeLength length scale of the difference between the rate in force and its past mean, in
 *     log learning rate
 * @param pointNoises variances of a point's own noise that are tried, in variances of the process
 * @param runNoises variances of what a run's neighbouring points share that are tried, in variances
 *     of the process
 * @param smallestGain part of the held-out error that the process must remove to be used, 0 to 1
 */
public record CurveConfig(
    int runPoints,
    int mostPoints,
    int kernelPoints,
    List<Double> lengths,
    double shapeLength,
    List<Double> pointNoises,
    List<Double> runNoises,
    double smallestGain)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public CurveConfig {
    Ranges.atLeast(2, "run-points", runPoints);
    Ranges.atLeast(10, "most-points", mostPoints);
    Ranges.atLeast(10, "kernel-points", kernelPoints);
    lengths = Ranges.positive("lengths", lengths);
    Ranges.over(0, "shape-length", shapeLength);
    pointNoises = Ranges.positive("point-noises", pointNoises);
    runNoises = Ranges.positive("run-noises", runNoises);
    Ranges.fraction("smallest-gain", smallestGain);
  }

  /** The default settings, the same as in conf/lode.conf. */
  public static CurveConfig standard() {
    int runPoints = 20;
    int mostPoints = 600;
    int kernelPoints = 160;
    List<Double> lengths = List.of(0.5, 1.0, 2.0, 4.0);
    double shapeLength = 0.5;
    List<Double> pointNoises = List.of(0.001, 0.01, 0.1);
    List<Double> runNoises = List.of(0.01, 0.1, 0.5);
    double smallestGain = 0.02;
    return new CurveConfig(
        runPoints,
        mostPoints,
        kernelPoints,
        lengths,
        shapeLength,
        pointNoises,
        runNoises,
        smallestGain);
  }
}
