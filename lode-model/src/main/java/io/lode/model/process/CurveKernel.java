package io.lode.model.process;

import org.ejml.data.DMatrixRMaj;

/**
 * The covariance of the process on curves, in units of its variance.
 *
 * @param areaLength length scale of the log area under the rate
 * @param rateLength length scale of the log mean rate
 * @param shapeLength length scale of the log of the rate in force over the mean rate
 * @param pointNoise variance of a point's own noise
 * @param runNoise variance of what neighbouring points of one run share
 */
public record CurveKernel(
    double areaLength, double rateLength, double shapeLength, double pointNoise, double runNoise) {

  /** How far apart in log step two points of a run still share their noise. */
  private static final double SHARED = 0.7;

  /** Covariance of the process at two points, without noise. */
  double between(CurvePoint first, CurvePoint second) {
    double area = (first.logArea() - second.logArea()) / areaLength;
    double rate = (first.logRate() - second.logRate()) / rateLength;
    double shape = (first.shape() - second.shape()) / shapeLength;
    return Math.exp(-0.5 * (area * area + rate * rate + shape * shape));
  }

  /** Covariance of observations: the process and both noises, (point, point). */
  DMatrixRMaj observed(CurvePoint[] points, int[] run) {
    int count = points.length;
    DMatrixRMaj covariance = new DMatrixRMaj(count, count);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double value = between(points[i], points[j]) + (i == j ? pointNoise : 0);
        if (run[i] == run[j]) {
          double apart = (points[i].logStep() - points[j].logStep()) / SHARED;
          value += runNoise * Math.exp(-0.5 * apart * apart);
        }
        covariance.set(i, j, value);
        covariance.set(j, i, value);
      }
    }
    return covariance;
  }
}
