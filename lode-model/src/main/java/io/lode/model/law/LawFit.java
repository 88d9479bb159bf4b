package io.lode.model.law;

import io.lode.statistics.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Levenberg-Marquardt for a Multi-Power Law: the most probable log parameters under Huber noise on
 * the log loss and a weak Gaussian prior.
 *
 * <p>Neighbouring residuals of one run are alike (logged losses are smoothed, and the law is not
 * exact), so the likelihood is tempered to the number of independent observations that their lag-1
 * autocorrelation rho leaves, {@code (1 - rho) / (1 + rho)} of them.
 */
final class LawFit {

  /** Smallest noise, in log loss. It bounds the weight of logs that the law fits exactly. */
  private static final double SMALLEST_DEVIATION = 1e-4;

  /**
   * Longest step of a parameter in an iteration, in the unit of the fit. The linearisation holds
   * only nearby.
   */
  private static final double LONGEST_STEP = 1;

  /** Most dampings tried in an iteration. Count. If none lowers the cost, the fit has converged. */
  private static final int DAMPING_TRIALS = 8;

  /** Relative gain of an iteration below which a full fit ends: far below the noise of the cost. */
  private static final double SMALL_GAIN = 1e-6;

  /** The same for a brief fit, whose error decides nothing finer. */
  private static final double SMALL_GAIN_OF_BRIEF = 1e-4;

  /** How far a descent goes: most iterations, and the relative gain below which it ends. */
  private record Effort(int iterations, double smallGain) {}

  private final List<LawObservations> runs;
  private final double[] runWeights;
  private final LawConfig config;
  private final double[] widths;

  /**
   * Where a fit got to.
   *
   * @param logParameters (parameter)
   * @param start where it started, the prior's mean, (parameter)
   * @param deviation robust standard deviation of the residuals
   * @param cost comparable between starts
   */
  record Fitted(double[] logParameters, double[] start, double deviation, double cost) {}

  /**
   * Prepares a fit.
   *
   * @param runs at least one
   * @param runWeights how much each run counts, (run)
   * @param config of the fit
   */
  LawFit(List<LawObservations> runs, double[] runWeights, LawConfig config) {
    this.runs = runs;
    this.runWeights = runWeights;
    this.config = config;
    widths = config.prior().widths().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The best fit from all starts. */
  Fitted fit() {
    return fit(config.prior().floorGuesses().size(), full());
  }

  /** The fit from the usual start alone, to a coarser end. */
  Fitted fitBriefly() {
    return fit(1, new Effort(config.briefIterations(), SMALL_GAIN_OF_BRIEF));
  }

  private Effort full() {
    return new Effort(config.iterations(), SMALL_GAIN);
  }

  private Fitted fit(int starts, Effort effort) {
    LawPriorConfig prior = config.prior();
    double smallest =
        Math.exp(
            runs.stream().flatMapToDouble(run -> Arrays.stream(run.values())).min().orElseThrow());
    Fitted best = null;
    for (int guess = 0; guess < starts; guess++) {
      double floor = prior.floorGuesses().get(guess) * smallest;
      double[] start = {
        Math.log(floor),
        Math.log(prior.amplitudeGuess() * (smallest - floor)),
        Math.log(prior.exponentGuess()),
        Math.log(prior.annealingGuesses().get(guess) * smallest),
        Math.log(prior.speedGuess()),
        Math.log(prior.saturationGuess()),
        Math.log(prior.rateGuess()),
        Math.log(prior.headGuess())
      };
      Fitted fitted = descend(start.clone(), start, effort);
      if (best == null || fitted.cost() < best.cost()) {
        best = fitted;
      }
    }
    return best;
  }

  /** Continues from an earlier fit, under this fit's weights. */
  Fitted continueFrom(Fitted earlier) {
    return descend(earlier.logParameters().clone(), earlier.start(), full());
  }

  private Fitted descend(double[] from, double[] prior, Effort effort) {
    double[] parameters = from;
    double damping = 1e-2;
    double[][] residuals = residuals(parameters);
    double deviation = deviation(residuals);
    double temper = temper(residuals, deviation);
    double cost = cost(parameters, prior, residuals, deviation, temper);
    for (int iteration = 0; iteration < effort.iterations(); iteration++) {
      deviation = deviation(residuals);
      temper = temper(residuals, deviation);
      double before = cost(parameters, prior, residuals, deviation, temper);
      cost = before;
      Equations equations = equations(parameters, prior, residuals, deviation, temper);
      boolean improved = false;
      for (int trial = 0; trial < DAMPING_TRIALS && !improved; trial++) {
        double[] next = equations.next(parameters, damping);
        double[][] nextResiduals = residuals(next);
        double after = cost(next, prior, nextResiduals, deviation, temper);
        if (after < before) {
          parameters = next;
          residuals = nextResiduals;
          cost = after;
          damping = Math.max(damping / 5, 1e-9);
          improved = true;
        } else {
          damping *= 5;
        }
      }
      if (!improved || before - cost < effort.smallGain() * Math.abs(before)) {
        break;
      }
    }
    int count = Arrays.stream(residuals).mapToInt(row -> row.length).sum();
    return new Fitted(parameters, prior, deviation, cost + temper * count * Math.log(deviation));
  }

  private double[][] residuals(double[] logParameters) {
    LawParameters parameters = LawParameters.ofLogarithms(logParameters);
    double[][] residuals = new double[runs.size()][];
    for (int run = 0; run < residuals.length; run++) {
      double[] values = runs.get(run).values();
      double[] curve = LawCurve.logLoss(parameters, runs.get(run).changes());
      residuals[run] =
          IntStream.range(0, values.length).mapToDouble(t -> curve[t] - values[t]).toArray();
    }
    return residuals;
  }

  /** Robust standard deviation of the residuals. */
  private static double deviation(double[][] residuals) {
    double[] all = Arrays.stream(residuals).flatMapToDouble(Arrays::stream).toArray();
    return Math.max(SMALLEST_DEVIATION, Spread.upperAroundZero(all));
  }

  /** The part of the observations that is independent. */
  private double temper(double[][] residuals, double deviation) {
    double clip = config.autocorrelationClip() * deviation;
    double products = 0;
    double squares = 0;
    int pairs = 0;
    int count = 0;
    for (double[] row : residuals) {
      double last = Double.NaN;
      for (double residual : row) {
        double clipped = Math.min(clip, Math.max(-clip, residual));
        squares += clipped * clipped;
        count++;
        if (!Double.isNaN(last)) {
          products += last * clipped;
          pairs++;
        }
        last = clipped;
      }
    }
    if (pairs == 0 || squares == 0) {
      return 1;
    }
    double autocorrelation = (products / pairs) / (squares / count);
    autocorrelation = Math.min(config.largestAutocorrelation(), Math.max(0, autocorrelation));
    return (1 - autocorrelation) / (1 + autocorrelation);
  }

  private double cost(
      double[] parameters, double[] prior, double[][] residuals, double deviation, double temper) {
    double cost = 0;
    for (int i = 0; i < widths.length; i++) {
      double distance = (parameters[i] - prior[i]) / widths[i];
      cost += 0.5 * distance * distance;
    }
    double huber = config.outlierScale();
    for (int run = 0; run < residuals.length; run++) {
      double sum = 0;
      for (double residual : residuals[run]) {
        double ratio = Math.abs(residual) / deviation;
        sum += ratio < huber ? 0.5 * ratio * ratio : huber * (ratio - 0.5 * huber);
      }
      cost += temper * runWeights[run] * sum;
    }
    return cost;
  }

  private Equations equations(
      double[] logParameters,
      double[] prior,
      double[][] residuals,
      double deviation,
      double temper) {
    double huber = config.outlierScale();
    Equations equations = new Equations(logParameters, prior);
    LawParameters parameters = LawParameters.ofLogarithms(logParameters);
    for (int run = 0; run < residuals.length; run++) {
      double[][] slopes = LawCurve.slopes(parameters, runs.get(run).changes());
      for (int t = 0; t < slopes.length; t++) {
        double ratio = Math.abs(residuals[run][t]) / deviation;
        double part = ratio <= huber ? 1 : huber / ratio;
        equations.add(
            slopes[t],
            residuals[run][t],
            temper * runWeights[run] * part / (deviation * deviation));
      }
    }
    return equations;
  }

  /** Normal equations with the prior's precision on the diagonal. */
  private final class Equations {
    private final DMatrixRMaj matrix = new DMatrixRMaj(widths.length, widths.length);
    private final double[] gradient = new double[widths.length];

    Equations(double[] parameters, double[] prior) {
      for (int i = 0; i < widths.length; i++) {
        double precision = 1 / (widths[i] * widths[i]);
        matrix.set(i, i, precision);
        gradient[i] = precision * (parameters[i] - prior[i]);
      }
    }

    void add(double[] slope, double residual, double weight) {
      for (int i = 0; i < slope.length; i++) {
        gradient[i] += weight * slope[i] * residual;
        for (int j = 0; j < slope.length; j++) {
          matrix.add(i, j, weight * slope[i] * slope[j]);
        }
      }
    }

    /** The parameters after a damped step, no parameter moved further than trusted. */
    double[] next(double[] parameters, double damping) {
      DMatrixRMaj damped = matrix.copy();
      DMatrixRMaj right = new DMatrixRMaj(widths.length, 1);
      for (int i = 0; i < widths.length; i++) {
        damped.set(i, i, damped.get(i, i) * (1 + damping));
        right.set(i, 0, -gradient[i]);
      }
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(widths.length);
      DMatrixRMaj step = new DMatrixRMaj(widths.length, 1);
      if (solver.setA(damped)) {
        solver.solve(right, step);
      }
      double[] next = parameters.clone();
      for (int i = 0; i < next.length; i++) {
        next[i] += Math.min(LONGEST_STEP, Math.max(-LONGEST_STEP, step.get(i, 0)));
      }
      return next;
    }
  }
}
