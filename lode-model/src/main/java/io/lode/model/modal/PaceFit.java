package io.lode.model.modal;

import io.lode.forecast.Outcomes;
import io.lode.forecast.RunPace;
import io.lode.forecast.RunSoFar;
import java.util.Arrays;

/**
 * What one run says about its own pace and offset under one member of an ensemble.
 *
 * <p>{@code log(L_inf + e^offset driven(t; e^pace lambda))} is compared with the observations under
 * Cauchy noise on a grid of log paces, the offset being fitted at each; the pace is the mean of
 * what the grid makes likely under a flat prior over the grid. Not thread-safe: a pace of the grid
 * is followed when it is first asked for.
 */
public final class PaceFit {

  /** Paces at which the modes are followed, and at which the posterior is summed between them. */
  private static final int GRID = 17;

  private static final int FINE = 65;
  private static final double LARGEST = 0.8;
  private static final double CAUCHY_SCALE = 4;
  private static final double SMALLEST_NOISE = 0.004;
  private static final int OFFSET_STEPS = 6;

  /** Model errors hang on for some points, so that so many count as one. */
  private static final double POINTS_THAT_COUNT_AS_ONE = 3;

  private final ModalBasis basis;
  private final ModalParameters member;
  private final ModalPath path;
  private final double floor;
  private final double[] value;
  private final double[][] driven = new double[GRID][];
  private final double offsetWidth;

  /**
   * Prepares a fit.
   *
   * @param offsetWidth prior standard deviation of the log offset
   */
  public PaceFit(ModalBasis basis, ModalParameters member, RunSoFar run, double offsetWidth) {
    this.basis = basis;
    this.member = member;
    this.offsetWidth = offsetWidth;
    floor = member.floor();
    value = run.value();
    double longest = basis.referenceSteps() / Outcomes.INTERVALS;
    path =
        value.length == 0
            ? new ModalPath(new double[0], new double[0], new int[0])
            : ModalPath.of(run.applied(), run.step(), longest);
  }

  private double[] onGrid(int index) {
    if (driven[index] == null) {
      ModalBasis paced = basis.paced(Math.exp(logPace(index, GRID)));
      driven[index] = ModalFeatures.of(paced, member, path).driven();
    }
    return driven[index];
  }

  private static double logPace(int index, int count) {
    return LARGEST * (2.0 * index / (count - 1) - 1);
  }

  /**
   * The pace by the first observations.
   *
   * @param count of observations to use, from the first
   */
  public RunPace pace(int count) {
    double[] offset = new double[FINE];
    double[][] residuals = new double[FINE][];
    double noise = Double.POSITIVE_INFINITY;
    for (int g = 0; g < FINE; g++) {
      double[] path = count == 0 ? new double[0] : driven(logPace(g, FINE));
      offset[g] = count == 0 ? 0 : offset(path, count);
      residuals[g] = residuals(path, offset[g], count);
      noise = Math.min(noise, noise(residuals[g]));
    }
    double[] cost = new double[FINE];
    double smallest = Double.POSITIVE_INFINITY;
    for (int g = 0; g < FINE; g++) {
      for (double residual : residuals[g]) {
        double scaled = residual / (CAUCHY_SCALE * noise);
        cost[g] += 0.5 * CAUCHY_SCALE * CAUCHY_SCALE * Math.log1p(scaled * scaled);
      }
      cost[g] /= POINTS_THAT_COUNT_AS_ONE;
      double scaled = offset[g] / offsetWidth;
      cost[g] += 0.5 * scaled * scaled;
      smallest = Math.min(smallest, cost[g]);
    }
    double sum = 0;
    double first = 0;
    double second = 0;
    for (int g = 0; g < FINE; g++) {
      double logPace = logPace(g, FINE);
      double weight = Math.exp(smallest - cost[g]);
      sum += weight;
      first += weight * logPace;
      second += weight * logPace * logPace;
    }
    double mean = first / sum;
    double spacing = 2 * LARGEST / (FINE - 1);
    double variance = Math.max(0, second / sum - mean * mean) + spacing * spacing / 12;
    return new RunPace(mean, Math.sqrt(variance));
  }

  /**
   * The log offset at a pace by the first observations; 0 where there are none.
   *
   * @param count of observations to use, from the first
   */
  public double offset(double logPace, int count) {
    return count == 0 ? 0 : offset(driven(logPace), count);
  }

  /** Observed less expected transformed objective at a pace and an offset, (time). */
  public double[] residuals(double logPace, double logOffset) {
    return value.length == 0 ? value : residuals(driven(logPace), logOffset, value.length);
  }

  /** Number of observations. */
  public int count() {
    return value.length;
  }

  /** Geometric between the paces of the grid: past the edge of stability the modes explode. */
  private double[] driven(double logPace) {
    double position = (logPace / LARGEST + 1) * (GRID - 1) / 2;
    int left = (int) Math.max(0, Math.min(GRID - 2, Math.floor(position)));
    double fraction = Math.max(0, Math.min(1, position - left));
    double[] lower = onGrid(left);
    double[] upper = onGrid(left + 1);
    double[] between = new double[value.length];
    for (int t = 0; t < between.length; t++) {
      double from = Math.log(lower[t]);
      between[t] = Math.exp(from + fraction * (Math.log(upper[t]) - from));
    }
    return between;
  }

  /** Gauss-Newton under the same Cauchy noise, its scale from the residuals. */
  private double offset(double[] path, int count) {
    double offset = 0;
    for (int step = 0; step < OFFSET_STEPS; step++) {
      double[] residuals = residuals(path, offset, count);
      double noise = noise(residuals);
      double gradient = -offset / (offsetWidth * offsetWidth);
      double curvature = 1 / (offsetWidth * offsetWidth);
      for (int t = 0; t < count; t++) {
        double part = Math.exp(offset) * path[t];
        double slope = part / (floor + part);
        double scaled = residuals[t] / (CAUCHY_SCALE * noise);
        double weight = 1 / (noise * noise * (1 + scaled * scaled) * POINTS_THAT_COUNT_AS_ONE);
        gradient += weight * slope * residuals[t];
        curvature += weight * slope * slope;
      }
      offset += Math.max(-0.5, Math.min(0.5, gradient / curvature));
    }
    return offset;
  }

  private double[] residuals(double[] path, double offset, int count) {
    double[] residuals = new double[count];
    for (int t = 0; t < count; t++) {
      residuals[t] = value[t] - Math.log(floor + Math.exp(offset) * path[t]);
    }
    return residuals;
  }

  private static double noise(double[] residuals) {
    if (residuals.length == 0) {
      return SMALLEST_NOISE;
    }
    double[] absolute = Arrays.stream(residuals).map(Math::abs).sorted().toArray();
    return Math.max(SMALLEST_NOISE, 1.4826 * absolute[absolute.length / 2]);
  }
}
