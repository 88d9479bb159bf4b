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

  /** Residuals beyond this many standard deviations count less and less. */
  private static final double CAUCHY_SCALE = 4;

  /** Allowed exponents a1, a2, b. */
  private static final double[] EXPONENT_MINIMUM = {0.3, 0.05, 0.1};

  /** Largest exponents a1, a2, b. */
  private static final double[] EXPONENT_MAXIMUM = {1.5, 2.0, 2.5};

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

  private final ModalBasis basis;
  private final List<ModalObservations> runs;
  private final double[] runWeights;
  private final ModalPrior prior;
  private final double offsetPrecision;
  private final double largestFloor;

  /** Where a fit got to. */
  record Fitted(
      double[] parameters, double[] offsets, double deviation, double cost, ModalPrior prior) {}

  /**
   * Prepares a fit.
   *
   * @param runs at least one
   * @param runWeights how much each run counts, (run)
   * @param offsetWidth prior standard deviation of a run's log offset
   */
  ModalFit(
      ModalBasis basis,
      List<ModalObservations> runs,
      double[] runWeights,
      ModalPrior prior,
      double offsetWidth) {
    this.basis = basis;
    this.runs = runs;
    this.runWeights = runWeights;
    this.prior = prior;
    this.offsetPrecision = 1 / (offsetWidth * offsetWidth);
    this.largestFloor = runs.stream().mapToDouble(ModalObservations::smallest).min().orElseThrow();
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

  private Fitted descend(
      double[] parameters, double[] offsets, double fixedDeviation, int iterations) {
    double damping = 1e-2;
    double deviation = fixedDeviation;
    double cost = Double.POSITIVE_INFINITY;
    int stalled = 0;
    ModalFeatures[] features = features(parameters);
    double[][] residuals = residuals(parameters, offsets, features);
    for (int iteration = 0; iteration < iterations; iteration++) {
      if (Double.isNaN(fixedDeviation)) {
        deviation = deviation(residuals);
      }
      NormalEquations equations = equations(parameters, offsets, features, residuals, deviation);
      double before = cost(parameters, offsets, residuals, deviation);
      cost = before;
      boolean improved = false;
      for (int trial = 0; trial < LARGEST_DAMPING_TRIALS && !improved; trial++) {
        NormalEquations.Step step = equations.solve(damping);
        double[] nextParameters = limited(parameters, step.shared());
        double[] nextOffsets = offsets.clone();
        for (int run = 0; run < nextOffsets.length; run++) {
          nextOffsets[run] += step.offsets()[run];
        }
        ModalFeatures[] nextFeatures = features(nextParameters);
        double[][] nextResiduals = residuals(nextParameters, nextOffsets, nextFeatures);
        double after = cost(nextParameters, nextOffsets, nextResiduals, deviation);
        if (after < before) {
          parameters = nextParameters;
          offsets = nextOffsets;
          features = nextFeatures;
          residuals = nextResiduals;
          cost = after;
          damping = Math.max(damping / 4, 1e-6);
          improved = true;
        } else {
          damping *= 6;
        }
      }
      stalled = !improved || before - cost < SMALL_GAIN ? stalled + 1 : 0;
      if (!improved || (stalled >= 2 && iteration > FEWEST_ITERATIONS)) {
        break;
      }
    }
    int observations = Arrays.stream(residuals).mapToInt(row -> row.length).sum();
    return new Fitted(
        parameters, offsets, deviation, cost + observations * Math.log(deviation), prior);
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
      residuals[run] = new double[values.length];
      for (int t = 0; t < values.length; t++) {
        double loss = floor + scale * features[run].driven()[t];
        residuals[run][t] = Math.log(Math.max(1e-12, loss)) - values[t];
      }
    }
    return residuals;
  }

  /** Robust standard deviation of the residuals. */
  private static double deviation(double[][] residuals) {
    double[] all = Arrays.stream(residuals).flatMapToDouble(Arrays::stream).toArray();
    return Math.max(SMALLEST_DEVIATION, Spread.aroundZero(all));
  }

  private double cost(
      double[] parameters, double[] offsets, double[][] residuals, double deviation) {
    double scale = CAUCHY_SCALE * deviation;
    double cost = prior.cost(parameters);
    for (int run = 0; run < residuals.length; run++) {
      double sum = 0;
      for (double residual : residuals[run]) {
        double ratio = residual / scale;
        sum += Math.log1p(ratio * ratio);
      }
      cost +=
          0.5 * CAUCHY_SCALE * CAUCHY_SCALE * runWeights[run] * sum
              + 0.5 * offsetPrecision * offsets[run] * offsets[run];
    }
    return cost;
  }

  private NormalEquations equations(
      double[] parameters,
      double[] offsets,
      ModalFeatures[] features,
      double[][] residuals,
      double deviation) {
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
        double ratio = residuals[run][t] / (CAUCHY_SCALE * deviation);
        double weight = runWeights[run] / ((1 + ratio * ratio) * deviation * deviation);
        double driven = features[run].driven()[t];
        double loss = Math.max(1e-12, floor + scale * driven);
        row[0] = floor / loss;
        double[] states = features[run].states()[t];
        for (int i = 0; i < weights.length; i++) {
          row[1 + i] = states[i] * weights[i] * scale / loss;
        }
        for (int e = 0; e < ModalParameters.EXPONENTS; e++) {
          row[1 + weights.length + e] = features[run].exponentSlopes()[t][e] * scale / loss;
        }
        equations.add(run, row, driven * scale / loss, residuals[run][t], weight);
      }
    }
    return equations;
  }

  /** A step, no longer than trusted and inside the allowed values. */
  private double[] limited(double[] parameters, double[] step) {
    int exponents = parameters.length - ModalParameters.EXPONENTS;
    double[] next = parameters.clone();
    for (int i = 0; i < next.length; i++) {
      double longest = i == 0 ? 0.5 : i < exponents ? 2 : 0.2;
      next[i] += Math.min(longest, Math.max(-longest, step[i]));
    }
    for (int e = 0; e < ModalParameters.EXPONENTS; e++) {
      next[exponents + e] =
          Math.min(EXPONENT_MAXIMUM[e], Math.max(EXPONENT_MINIMUM[e], next[exponents + e]));
    }
    next[0] = Math.min(next[0], largestFloor);
    return next;
  }
}
