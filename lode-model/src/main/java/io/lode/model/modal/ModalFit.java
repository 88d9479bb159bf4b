package io.lode.model.modal;

import io.lode.statistics.Spread;
import java.util.Arrays;
import java.util.List;

/**
 * Levenberg-Marquardt for one modal latent ODE: the most probable parameters under Cauchy noise on
 * the log loss, one log offset a run and a {@link ModalPrior}.
 *
 * <p>{@code log(L_inf + e^(offset_run) driven(t)) - observation}; the offsets have a prior width
 * and are eliminated by a Schur complement, so that a step costs the same for 10 and for 1,000 runs
 * beyond its sums.
 */
final class ModalFit {

  /** Smallest noise, in log loss. It bounds the weight of logs that the model fits exactly. */
  private static final double SMALLEST_DEVIATION = 1e-4;

  /** Most dampings tried in an iteration. Count. If none lowers the cost, the fit has converged. */
  private static final int LARGEST_DAMPING_TRIALS = 6;

  /**
   * A fall of the cost below this counts as a stall. Cost is a negative log probability, so 0.1 is
   * far below its noise.
   */
  private static final double SMALL_GAIN = 0.1;

  /**
   * Index of the last iteration at which stalls do not end the fit: the noise is still settling.
   * Count.
   */
  private static final int FEWEST_ITERATIONS = 8;

  /**
   * Damping of the first iteration, as a part of the diagonal. It is small: the prior's mean is
   * near enough for the model to be almost linear.
   */
  private static final double FIRST_DAMPING = 1e-2;

  /** Smallest damping, as a part of the diagonal. It keeps the equations solvable. */
  private static final double SMALLEST_DAMPING = 1e-6;

  /**
   * Factor by which the damping falls after a success. It is smaller than {@link #DAMPING_RISE}, so
   * that a success after a failure does not lead straight back to the damping that failed.
   */
  private static final double DAMPING_FALL = 4;

  /** Factor by which the damping rises after a failure. */
  private static final double DAMPING_RISE = 6;

  /** Stalled iterations in a row that end the fit. Count. One alone may be a poor damping. */
  private static final int MOST_STALLS = 2;

  /** Smallest loss whose logarithm is taken. In loss. It avoids the logarithm of 0. */
  private static final double SMALLEST_LOSS = 1e-12;

  private final ModalBasis basis;
  private final List<ModalObservations> runs;
  private final double[] runWeights;
  private final ModalPrior prior;
  private final double outlierScale;
  private final double offsetPrecision;
  private final ModalLimits limits;

  /** Where a fit got to. */
  record Fitted(
      double[] parameters, double[] offsets, double deviation, double cost, ModalPrior prior) {}

  /**
   * Prepares a fit.
   *
   * @param runs at least one
   * @param runWeights how much each run counts, (run)
   * @param config of the whole fit
   */
  ModalFit(
      ModalBasis basis,
      List<ModalObservations> runs,
      double[] runWeights,
      ModalPrior prior,
      ModalConfig config) {
    this.basis = basis;
    this.runs = runs;
    this.runWeights = runWeights;
    this.prior = prior;
    this.outlierScale = config.weights().outlierScale();
    double offsetWidth = config.prior().offsetWidth();
    this.offsetPrecision = 1 / (offsetWidth * offsetWidth);
    this.limits =
        new ModalLimits(runs.stream().mapToDouble(ModalObservations::smallest).min().orElseThrow());
  }

  /** Fits from the prior's mean; the noise is estimated on the way. */
  Fitted fit(int iterations) {
    return descend(prior.mean().clone(), new double[runs.size()], Double.NaN, iterations);
  }

  /** Continues from an earlier fit at its noise. */
  Fitted continueFrom(Fitted start, int iterations) {
    return descend(
        start.parameters().clone(), start.offsets().clone(), start.deviation(), iterations);
  }

  /** How the cost curves around a fit. */
  ModalCurvature curvature(Fitted fitted) {
    Point point = at(fitted.parameters(), fitted.offsets());
    return new ModalCurvature(
        fitted,
        equations(point, fitted.deviation()).eliminated(),
        point.residuals(),
        outlierScale * fitted.deviation());
  }

  /**
   * Where a descent stands: parameters, offsets, and what the model gives under them.
   *
   * @param offsets log offsets, (run)
   * @param features of the runs, (run)
   * @param residuals predicted less observed log loss, (run, time)
   */
  private record Point(
      double[] parameters, double[] offsets, ModalFeatures[] features, double[][] residuals) {

    int observations() {
      return Arrays.stream(residuals).mapToInt(row -> row.length).sum();
    }
  }

  private Point at(double[] parameters, double[] offsets) {
    ModalFeatures[] features = features(parameters);
    return new Point(parameters, offsets, features, residuals(parameters, offsets, features));
  }

  /**
   * An iteration's result.
   *
   * @param damping of the next iteration
   * @param improved false if no damping lowered the cost; the point is then where it was
   */
  private record Iterated(Point point, double cost, double damping, boolean improved) {}

  /**
   * Descends until the cost stalls or the iterations are used up.
   *
   * @param fixedDeviation the noise, NaN to estimate it in each iteration
   */
  private Fitted descend(
      double[] parameters, double[] offsets, double fixedDeviation, int iterations) {
    double damping = FIRST_DAMPING;
    double deviation = fixedDeviation;
    double cost = Double.POSITIVE_INFINITY;
    int stalled = 0;
    Point point = at(parameters, offsets);
    for (int iteration = 0; iteration < iterations; iteration++) {
      if (Double.isNaN(fixedDeviation)) {
        deviation = deviation(point.residuals());
      }
      double before = cost(point, deviation);
      Iterated iterated = iterated(point, before, deviation, damping);
      point = iterated.point();
      cost = iterated.cost();
      damping = iterated.damping();
      stalled = !iterated.improved() || before - cost < SMALL_GAIN ? stalled + 1 : 0;
      if (!iterated.improved() || (stalled >= MOST_STALLS && iteration > FEWEST_ITERATIONS)) {
        break;
      }
    }
    return new Fitted(
        point.parameters(),
        point.offsets(),
        deviation,
        cost + point.observations() * Math.log(deviation),
        prior);
  }

  /** Tries rising dampings until one lowers the cost. */
  private Iterated iterated(Point point, double before, double deviation, double firstDamping) {
    NormalEquations equations = equations(point, deviation);
    double damping = firstDamping;
    for (int trial = 0; trial < LARGEST_DAMPING_TRIALS; trial++) {
      Point next = moved(point, equations.solve(damping));
      double after = cost(next, deviation);
      if (after < before) {
        return new Iterated(next, after, Math.max(damping / DAMPING_FALL, SMALLEST_DAMPING), true);
      }
      damping *= DAMPING_RISE;
    }
    return new Iterated(point, before, damping, false);
  }

  private Point moved(Point point, NormalEquations.Step step) {
    double[] offsets = point.offsets().clone();
    for (int run = 0; run < offsets.length; run++) {
      offsets[run] += step.offsets()[run];
    }
    return at(limits.moved(point.parameters(), step.shared()), offsets);
  }

  private ModalFeatures[] features(double[] parameters) {
    ModalParameters shared = new ModalParameters(parameters);
    ModalFeatures[] features = new ModalFeatures[runs.size()];
    for (int run = 0; run < features.length; run++) {
      features[run] = ModalFeatures.of(basis, shared, runs.get(run).path());
    }
    return features;
  }

  private double[][] residuals(double[] parameters, double[] offsets, ModalFeatures[] features) {
    double floor = Math.exp(parameters[0]);
    double[][] residuals = new double[features.length][];
    for (int run = 0; run < features.length; run++) {
      double scale = Math.exp(offsets[run]);
      double[] values = runs.get(run).values();
      double[] trust = runs.get(run).trust();
      residuals[run] = new double[values.length];
      for (int t = 0; t < values.length; t++) {
        double loss = floor + scale * features[run].driven()[t];
        residuals[run][t] = trust[t] * (Math.log(Math.max(SMALLEST_LOSS, loss)) - values[t]);
      }
    }
    return residuals;
  }

  /** Robust standard deviation of the residuals. */
  private static double deviation(double[][] residuals) {
    double[] all = Arrays.stream(residuals).flatMapToDouble(Arrays::stream).toArray();
    return Math.max(SMALLEST_DEVIATION, Spread.aroundZero(all));
  }

  private double cost(Point point, double deviation) {
    double[][] residuals = point.residuals();
    double[] offsets = point.offsets();
    double scale = outlierScale * deviation;
    double cost = prior.cost(point.parameters());
    for (int run = 0; run < residuals.length; run++) {
      double sum = 0;
      for (double residual : residuals[run]) {
        double ratio = residual / scale;
        sum += Math.log1p(ratio * ratio);
      }
      cost +=
          0.5 * outlierScale * outlierScale * runWeights[run] * sum
              + 0.5 * offsetPrecision * offsets[run] * offsets[run];
    }
    return cost;
  }

  private NormalEquations equations(Point point, double deviation) {
    double[] parameters = point.parameters();
    double[] offsets = point.offsets();
    ModalFeatures[] features = point.features();
    double[][] residuals = point.residuals();
    int modes = basis.modes();
    double floor = Math.exp(parameters[0]);
    ModalParameters shared = new ModalParameters(parameters);
    double[] weights = new double[2 * modes];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = shared.weight(i);
    }
    NormalEquations equations = new NormalEquations(prior, parameters, offsets, offsetPrecision);
    double[] row = new double[parameters.length];
    for (int run = 0; run < features.length; run++) {
      double scale = Math.exp(offsets[run]);
      for (int t = 0; t < residuals[run].length; t++) {
        double ratio = residuals[run][t] / (outlierScale * deviation);
        double weight = runWeights[run] / ((1 + ratio * ratio) * deviation * deviation);
        double driven = features[run].driven()[t];
        // A residual that counts less has smaller slopes, too.
        double loss = Math.max(SMALLEST_LOSS, floor + scale * driven) / runs.get(run).trust()[t];
        row[0] = floor / loss;
        double[] states = features[run].states()[t];
        for (int i = 0; i < weights.length; i++) {
          row[1 + i] = states[i] * weights[i] * scale / loss;
        }
        for (int e = 0; e < ModalParameters.CONSTANTS; e++) {
          row[1 + weights.length + e] = features[run].constantSlopes()[t][e] * scale / loss;
        }
        equations.add(run, row, driven * scale / loss, residuals[run][t], weight);
      }
    }
    return equations;
  }
}
