package io.lode.hyperparameter;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A Gaussian process whose function is a sum: a part of the schedule and a part of each
 * hyperparameter. The shares of the parts, their lengths and the noise are chosen by marginal
 * likelihood, coordinate by coordinate on a grid; a hyperparameter whose part brings too little
 * evidence has none.
 */
final class AdditiveProcess {

  /** Lengths tried for the schedule, in log rate. */
  private static final double[] RATE_LENGTHS = {0.3, 0.5, 0.8, 1.3, 2.2};

  /** Length that the prior prefers, in log rate. */
  private static final double USUAL_RATE_LENGTH = 0.8;

  /** Lengths tried for a number, in parts of the range seen. */
  private static final double[] LENGTHS = {0.3, 0.6, 1.2};

  /** Variances tried for the noise and the hyperparameters, as ratios of the schedule's part. */
  private static final double[] RATIOS = {0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};

  /** Two pseudo-observations of this squared size keep the scale away from 0. */
  private static final double PRIOR_SQUARES = 2e-4;

  /** Fewest observations that a factor is estimated from; a count. */
  private static final int FEWEST_SEEN = 4;

  private final double[][] rates;
  private final List<Hyperparameter> hyperparameters;
  private final HyperparameterValue[][] values;
  private final double[] outputs;
  private final double smallestEvidence;

  private final double[][][] ratePart;
  private final double[][][][] parts;
  private final double[] ratios;
  private final int[] lengths;
  private int rateLength;
  private double noiseRatio = 1;
  private Solved solved;

  /**
   * Fits the process.
   *
   * @param rates log rates of the runs, (run, knot)
   * @param hyperparameters that vary
   * @param values of the runs, (run, hyperparameter)
   * @param outputs outcomes of the runs, (run)
   * @param smallestEvidence gain in log marginal likelihood that a hyperparameter must bring
   */
  AdditiveProcess(
      double[][] rates,
      List<Hyperparameter> hyperparameters,
      HyperparameterValue[][] values,
      double[] outputs,
      double smallestEvidence) {
    this.rates = rates;
    this.hyperparameters = List.copyOf(hyperparameters);
    this.values = values;
    this.outputs = outputs;
    this.smallestEvidence = smallestEvidence;
    ratePart = new double[RATE_LENGTHS.length][][];
    for (int l = 0; l < RATE_LENGTHS.length; l++) {
      ratePart[l] = rateKernel(RATE_LENGTHS[l]);
    }
    parts = new double[hyperparameters.size()][LENGTHS.length][][];
    for (int j = 0; j < parts.length; j++) {
      for (int l = 0; l < LENGTHS.length; l++) {
        parts[j][l] = kernel(j, LENGTHS[l]);
      }
    }
    ratios = new double[hyperparameters.size()];
    lengths = new int[hyperparameters.size()];
    fit();
  }

  private void fit() {
    chooseRateAndNoise();
    boolean moved = true;
    while (moved) {
      moved = choosePart();
      chooseRateAndNoise();
    }
    for (int j = 0; j < ratios.length; j++) {
      // What was chosen first may have stood in for what came later.
      double ratio = ratios[j];
      if (ratio > 0) {
        double with = solved.cost;
        ratios[j] = 0;
        Solved without = solve();
        if (without.cost - with < smallestEvidence) {
          solved = without;
        } else {
          ratios[j] = ratio;
        }
      }
    }
    chooseRateAndNoise();
  }

  private void chooseRateAndNoise() {
    int bestLength = rateLength;
    double bestNoise = noiseRatio;
    Solved best = null;
    for (int l = 0; l < RATE_LENGTHS.length; l++) {
      for (double noise : RATIOS) {
        rateLength = l;
        noiseRatio = noise;
        Solved tried = solve();
        if (best == null || tried.cost < best.cost) {
          best = tried;
          bestLength = l;
          bestNoise = noise;
        }
      }
    }
    rateLength = bestLength;
    noiseRatio = bestNoise;
    solved = best;
  }

  /** Adds or changes the part that brings most; false where none brings enough. */
  private boolean choosePart() {
    int best = -1;
    double bestRatio = 0;
    int bestLength = 0;
    Solved bestSolved = null;
    for (int j = 0; j < ratios.length; j++) {
      double ratio = ratios[j];
      int length = lengths[j];
      double needed = solved.cost - (ratio > 0 ? 0.01 : smallestEvidence);
      int count =
          hyperparameters.get(j).scale() == Hyperparameter.Scale.LEVELS ? 1 : LENGTHS.length;
      for (int l = 0; l < count; l++) {
        for (double tried : RATIOS) {
          ratios[j] = tried;
          lengths[j] = l;
          Solved one = solve();
          if (one.cost < needed && (bestSolved == null || one.cost < bestSolved.cost)) {
            best = j;
            bestRatio = tried;
            bestLength = l;
            bestSolved = one;
          }
        }
      }
      ratios[j] = ratio;
      lengths[j] = length;
    }
    if (best < 0) {
      return false;
    }
    ratios[best] = bestRatio;
    lengths[best] = bestLength;
    solved = bestSolved;
    return true;
  }

  /** Weights, cost and scale under the present shares. */
  private static final class Solved {
    double cost = Double.POSITIVE_INFINITY;
    double mean;
    double scale;
    double[] weights;
    DMatrixRMaj inverse;
  }

  private Solved solve() {
    int count = outputs.length;
    DMatrixRMaj matrix = new DMatrixRMaj(count, count);
    double[][] rate = ratePart[rateLength];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k <= i; k++) {
        double sum = rate[i][k] + (i == k ? noiseRatio : 0);
        for (int j = 0; j < ratios.length; j++) {
          if (ratios[j] > 0) {
            sum += ratios[j] * parts[j][lengths[j]][i][k];
          }
        }
        matrix.set(i, k, sum);
        matrix.set(k, i, sum);
      }
    }
    Solved result = new Solved();
    var cholesky = DecompositionFactory_DDRM.chol(count, true);
    if (!cholesky.decompose(matrix.copy())) {
      return result;
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double logDeterminant = 0;
    for (int i = 0; i < count; i++) {
      logDeterminant += 2 * Math.log(lower.get(i, i));
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
    solver.setA(matrix);
    DMatrixRMaj sides = new DMatrixRMaj(count, 2);
    for (int i = 0; i < count; i++) {
      sides.set(i, 0, outputs[i]);
      sides.set(i, 1, 1);
    }
    DMatrixRMaj solution = new DMatrixRMaj(count, 2);
    solver.solve(sides, solution);
    double ones = 0;
    double cross = 0;
    for (int i = 0; i < count; i++) {
      ones += solution.get(i, 1);
      cross += solution.get(i, 0);
    }
    result.mean = cross / ones;
    result.weights = new double[count];
    double squares = PRIOR_SQUARES;
    for (int i = 0; i < count; i++) {
      result.weights[i] = solution.get(i, 0) - result.mean * solution.get(i, 1);
      squares += (outputs[i] - result.mean) * result.weights[i];
    }
    result.scale = Math.max(1e-9, squares / (count + 1));
    double offset = Math.log(RATE_LENGTHS[rateLength] / USUAL_RATE_LENGTH);
    result.cost =
        0.5 * (count - 1) * Math.log(result.scale)
            + 0.5 * logDeterminant
            + 0.5 * Math.log(ones)
            + 0.5 * offset * offset;
    return result;
  }

  private DMatrixRMaj inverse() {
    if (solved.inverse == null) {
      int count = outputs.length;
      DMatrixRMaj matrix = covariance(true);
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
      solver.setA(matrix);
      solved.inverse = new DMatrixRMaj(count, count);
      solver.invert(solved.inverse);
    }
    return solved.inverse;
  }

  /** Covariance of the runs over the scale: of all parts, or without the hyperparameters' parts. */
  private DMatrixRMaj covariance(boolean all) {
    int count = outputs.length;
    DMatrixRMaj matrix = new DMatrixRMaj(count, count);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        double sum = ratePart[rateLength][i][k] + (i == k ? noiseRatio : 0);
        for (int j = 0; all && j < ratios.length; j++) {
          sum += ratios[j] > 0 ? ratios[j] * parts[j][lengths[j]][i][k] : 0;
        }
        matrix.set(i, k, sum);
      }
    }
    return matrix;
  }

  /** Whether a hyperparameter has a part. */
  boolean used(int hyperparameter) {
    return ratios[hyperparameter] > 0;
  }

  /** What a value of a hyperparameter adds to the outcome, around the mean of its prior. */
  double effect(int hyperparameter, HyperparameterValue value) {
    if (!used(hyperparameter)) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < outputs.length; i++) {
      sum += solved.weights[i] * share(hyperparameter, value, values[i][hyperparameter]);
    }
    return sum;
  }

  /** What all values of a run add to the outcome. */
  double effect(HyperparameterValue[] of) {
    double sum = 0;
    for (int j = 0; j < ratios.length; j++) {
      sum += effect(j, of[j]);
    }
    return sum;
  }

  /** Standard deviation of the difference between the effects of two sets of values. */
  double deviation(HyperparameterValue[] first, HyperparameterValue[] second) {
    int count = outputs.length;
    double prior = 0;
    double[] covariance = new double[count];
    for (int j = 0; j < ratios.length; j++) {
      if (used(j)) {
        prior += 2 * (ratios[j] - share(j, first[j], second[j]));
        for (int i = 0; i < count; i++) {
          covariance[i] += share(j, first[j], values[i][j]) - share(j, second[j], values[i][j]);
        }
      }
    }
    DMatrixRMaj inverse = inverse();
    double known = 0;
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        known += covariance[i] * inverse.get(i, k) * covariance[k];
      }
    }
    return Math.sqrt(Math.max(0, solved.scale * (prior - known)));
  }

  private double share(int j, HyperparameterValue first, HyperparameterValue second) {
    return ratios[j] * hyperparameters.get(j).similarity(first, second, LENGTHS[lengths[j]]);
  }

  /** Standard deviation of a run around schedule and hyperparameters. */
  double noise() {
    return Math.sqrt(noiseRatio * solved.scale);
  }

  /** Root mean square of what is left of each run when it is predicted from the others. */
  double leftOutError() {
    DMatrixRMaj inverse = inverse();
    double squares = 0;
    for (int i = 0; i < outputs.length; i++) {
      double error = solved.weights[i] / inverse.get(i, i);
      squares += error * error;
    }
    return Math.sqrt(squares / outputs.length);
  }

  /**
   * What is left of each run's outcome without the schedule's part and the mean: the effects and
   * the noise.
   */
  double[] besideRate() {
    double[] left = new double[outputs.length];
    for (int i = 0; i < left.length; i++) {
      double rate = 0;
      for (int k = 0; k < left.length; k++) {
        rate += ratePart[rateLength][i][k] * solved.weights[k];
      }
      left[i] = outputs[i] - solved.mean - rate;
    }
    return left;
  }

  /** As {@link #besideRate}, without what the other hyperparameters add, (run). */
  double[] beside(int hyperparameter) {
    double[] left = besideRate();
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < ratios.length; j++) {
        left[i] -= j == hyperparameter ? 0 : effect(j, values[i][j]);
      }
    }
    return left;
  }

  /** The value of a run. */
  HyperparameterValue value(int run, int hyperparameter) {
    return values[run][hyperparameter];
  }

  /**
   * The factor of the runs' effects in other observations of them, such as those at an earlier
   * step.
   *
   * @param observed one value a run; NaN where there is none
   * @param effects of the runs
   * @param prior factor that is expected
   * @param width standard deviation of the factor around that
   */
  double factor(double[] observed, double[] effects, double prior, double width) {
    int[] seen =
        IntStream.range(0, observed.length).filter(i -> Double.isFinite(observed[i])).toArray();
    if (seen.length < FEWEST_SEEN) {
      return prior;
    }
    DMatrixRMaj all = covariance(false);
    DMatrixRMaj matrix = new DMatrixRMaj(seen.length, seen.length);
    DMatrixRMaj sides = new DMatrixRMaj(seen.length, 3);
    for (int i = 0; i < seen.length; i++) {
      for (int k = 0; k < seen.length; k++) {
        matrix.set(i, k, all.get(seen[i], seen[k]));
      }
      sides.set(i, 0, observed[seen[i]] - prior * effects[seen[i]]);
      sides.set(i, 1, effects[seen[i]]);
      sides.set(i, 2, 1);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(seen.length);
    if (!solver.setA(matrix)) {
      return prior;
    }
    DMatrixRMaj solution = new DMatrixRMaj(seen.length, 3);
    solver.solve(sides.copy(), solution);
    double[][] products = new double[3][3];
    for (int a = 0; a < 3; a++) {
      for (int b = 0; b < 3; b++) {
        for (int i = 0; i < seen.length; i++) {
          products[a][b] += sides.get(i, a) * solution.get(i, b);
        }
      }
    }
    double cross = products[0][1] - products[0][2] * products[1][2] / products[2][2];
    double square = products[1][1] - products[1][2] * products[1][2] / products[2][2];
    double rest = products[0][0] - products[0][2] * products[0][2] / products[2][2];
    double scale = Math.max(1e-9, rest / seen.length);
    return prior + cross / (square + scale / (width * width));
  }

  private double[][] rateKernel(double length) {
    int count = rates.length;
    double[][] kernel = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        double sum = 0;
        for (int knot = 0; knot < rates[i].length; knot++) {
          double difference = rates[i][knot] - rates[k][knot];
          sum += difference * difference;
        }
        kernel[i][k] = Math.exp(-0.5 * sum / rates[i].length / (length * length));
      }
    }
    return kernel;
  }

  private double[][] kernel(int j, double length) {
    int count = values.length;
    double[][] kernel = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < count; k++) {
        kernel[i][k] = hyperparameters.get(j).similarity(values[i][j], values[k][j], length);
      }
    }
    return kernel;
  }
}
