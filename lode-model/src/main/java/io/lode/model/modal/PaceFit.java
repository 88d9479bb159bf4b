package io.lode.model.modal;

import io.lode.forecast.Outcomes;
import io.lode.forecast.RunPace;
import io.lode.forecast.RunSoFar;
import io.lode.statistics.Spread;

/**
 * Estimates the pace and the offset of one run under one member of an ensemble.
 *
 * <p>The pace is a factor on the rates of all modes. The offset is a shift of the log of the
 * reducible loss. The model of the transformed objective is {@code log(L_inf + e^offset driven(t;
 * e^pace lambda))} with Cauchy noise. On each log pace of a grid the most probable offset is
 * fitted. The estimate is the posterior mean of the log pace, under a flat prior over the grid.
 *
 * <p>Not thread-safe: the modes at a pace are computed when they are first needed, and kept.
 */
public final class PaceFit {

  /** Log paces at which the modes are computed. Count. It sets the cost of a fit. */
  private static final int GRID = 17;

  /** Log paces over which the posterior is summed. Count. Those between the grid's are cheap. */
  private static final int FINE = 65;

  /** Gauss-Newton iterations for an offset. Count. */
  private static final int OFFSET_STEPS = 6;

  /** Longest change of the log offset in one iteration. The linearisation holds only nearby. */
  private static final double LONGEST_OFFSET_STEP = 0.5;

  private final ModalBasis basis;
  private final ModalParameters member;
  private final ModalPath path;
  private final double floor;
  private final double[] value;
  private final double[] trust;
  private final double[][] driven = new double[GRID][];
  private final PaceConfig config;

  /**
   * Prepares a fit.
   *
   * @param config priors of pace and offset, and how much a value counts
   */
  public PaceFit(ModalBasis basis, ModalParameters member, RunSoFar run, PaceConfig config) {
    this.basis = basis;
    this.member = member;
    this.config = config;
    floor = member.floor();
    value = run.value();
    trust = ModalObservations.trust(run.step(), config.paceSettling() * basis.referenceSteps());
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

  private double logPace(int index, int count) {
    return config.largestPace() * (2.0 * index / (count - 1) - 1);
  }

  /**
   * Estimates the pace from the first observations.
   *
   * @param count of observations to use, from the first; with 0 the pace is that of the prior
   */
  public RunPace pace(int count) {
    return posterior(costs(count));
  }

  /** Negative log posterior of every log pace, up to a constant, (pace). */
  private double[] costs(int count) {
    double[] offset = new double[FINE];
    double[][] residuals = new double[FINE][];
    // The best pace's noise, since a wrong pace adds its own error to the residuals.
    double noise = Double.POSITIVE_INFINITY;
    for (int g = 0; g < FINE; g++) {
      double[] path = count == 0 ? new double[0] : driven(logPace(g, FINE));
      offset[g] = count == 0 ? 0 : offset(path, count);
      residuals[g] = trusted(residuals(path, offset[g], count));
      noise = Math.min(noise, noise(residuals[g]));
    }
    double[] cost = new double[FINE];
    for (int g = 0; g < FINE; g++) {
      cost[g] = cost(residuals[g], offset[g], noise);
    }
    return cost;
  }

  /** Negative log posterior of one log pace, up to a constant. */
  private double cost(double[] residuals, double offset, double noise) {
    double cost = 0;
    for (double residual : residuals) {
      double scaled = residual / (config.paceOutlierScale() * noise);
      cost +=
          0.5 * config.paceOutlierScale() * config.paceOutlierScale() * Math.log1p(scaled * scaled);
    }
    cost /= config.paceCorrelatedPoints();
    double scaled = offset / config.paceOffsetWidth();
    return cost + 0.5 * scaled * scaled;
  }

  /** Mean and standard deviation of the log pace under the costs, (pace). */
  private RunPace posterior(double[] cost) {
    double smallest = Double.POSITIVE_INFINITY;
    for (double one : cost) {
      smallest = Math.min(smallest, one);
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
    double spacing = 2 * config.largestPace() / (FINE - 1);
    // The last term is the variance within one cell of the grid.
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
    double position = (logPace / config.largestPace() + 1) * (GRID - 1) / 2;
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
      double[] residuals = trusted(residuals(path, offset, count));
      double noise = noise(residuals);
      double gradient = -offset / (config.paceOffsetWidth() * config.paceOffsetWidth());
      double curvature = 1 / (config.paceOffsetWidth() * config.paceOffsetWidth());
      for (int t = 0; t < count; t++) {
        double part = Math.exp(offset) * path[t];
        double slope = trust[t] * part / (floor + part);
        double scaled = residuals[t] / (config.paceOutlierScale() * noise);
        double weight = 1 / (noise * noise * (1 + scaled * scaled) * config.paceCorrelatedPoints());
        gradient += weight * slope * residuals[t];
        curvature += weight * slope * slope;
      }
      offset += Math.max(-LONGEST_OFFSET_STEP, Math.min(LONGEST_OFFSET_STEP, gradient / curvature));
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

  /** What comes early follows rules of its own, and looks like another pace. */
  private double[] trusted(double[] residuals) {
    double[] trusted = new double[residuals.length];
    for (int t = 0; t < trusted.length; t++) {
      trusted[t] = trust[t] * residuals[t];
    }
    return trusted;
  }

  private double noise(double[] residuals) {
    if (residuals.length == 0) {
      return config.paceSmallestNoise();
    }
    return Math.max(config.paceSmallestNoise(), Spread.upperAroundZero(residuals));
  }
}
