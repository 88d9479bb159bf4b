package io.lode.hyperparameter;

import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The covariance of the outcomes of runs as a sum of parts: one of their schedules, one of each
 * hyperparameter, and noise. The part of the schedules has the variance 1.
 */
final class AdditiveKernel {

  /** Lengths tried for the schedule, in log rate. */
  static final double[] RATE_LENGTHS = {0.3, 0.5, 0.8, 1.3, 2.2};

  /** Lengths tried for a number, in parts of the range seen. */
  static final double[] LENGTHS = {0.3, 0.6, 1.2};

  private final List<Hyperparameter> hyperparameters;
  private final HyperparameterValue[][] values;
  private final double[][][] ratePart;
  private final double[][][][] parts;

  /**
   * Computes the parts under every length.
   *
   * @param rates log rates of the runs, (run, knot)
   * @param hyperparameters that vary
   * @param values of the runs, (run, hyperparameter)
   */
  AdditiveKernel(
      double[][] rates, List<Hyperparameter> hyperparameters, HyperparameterValue[][] values) {
    this.hyperparameters = List.copyOf(hyperparameters);
    this.values = values;
    ratePart = new double[RATE_LENGTHS.length][][];
    for (int l = 0; l < RATE_LENGTHS.length; l++) {
      ratePart[l] = rateKernel(rates, RATE_LENGTHS[l]);
    }
    parts = new double[hyperparameters.size()][LENGTHS.length][][];
    for (int j = 0; j < parts.length; j++) {
      for (int l = 0; l < LENGTHS.length; l++) {
        parts[j][l] = kernel(j, LENGTHS[l]);
      }
    }
  }

  /**
   * How much each part counts.
   *
   * @param rateLength which length the schedule's part has
   * @param noiseRatio variance of the noise
   * @param ratios variances of the hyperparameters' parts; 0 where one has none
   * @param lengths which lengths they have
   */
  record Shares(int rateLength, double noiseRatio, double[] ratios, int[] lengths) {

    Shares withRate(int otherLength, double otherNoise) {
      return new Shares(otherLength, otherNoise, ratios, lengths);
    }

    Shares with(int hyperparameter, double ratio, int length) {
      double[] otherRatios = ratios.clone();
      int[] otherLengths = lengths.clone();
      otherRatios[hyperparameter] = ratio;
      otherLengths[hyperparameter] = length;
      return new Shares(rateLength, noiseRatio, otherRatios, otherLengths);
    }
  }

  int runs() {
    return values.length;
  }

  int hyperparameters() {
    return hyperparameters.size();
  }

  /** How many lengths a hyperparameter may have. */
  int lengths(int hyperparameter) {
    return hyperparameters.get(hyperparameter).scale() == Hyperparameter.Scale.LEVELS
        ? 1
        : LENGTHS.length;
  }

  HyperparameterValue value(int run, int hyperparameter) {
    return values[run][hyperparameter];
  }

  /** Covariance of the schedules' part between two runs. */
  double rate(Shares shares, int run, int other) {
    return ratePart[shares.rateLength()][run][other];
  }

  /** Covariance of all runs, noise included. */
  DMatrixRMaj covariance(Shares shares) {
    DMatrixRMaj matrix = withoutHyperparameters(shares);
    for (int j = 0; j < parts.length; j++) {
      if (shares.ratios()[j] > 0) {
        double[][] part = parts[j][shares.lengths()[j]];
        for (int i = 0; i < runs(); i++) {
          for (int k = 0; k < runs(); k++) {
            matrix.add(i, k, shares.ratios()[j] * part[i][k]);
          }
        }
      }
    }
    return matrix;
  }

  /** Covariance of schedules and noise alone. */
  DMatrixRMaj withoutHyperparameters(Shares shares) {
    DMatrixRMaj matrix = new DMatrixRMaj(ratePart[shares.rateLength()]);
    for (int i = 0; i < runs(); i++) {
      matrix.add(i, i, shares.noiseRatio());
    }
    return matrix;
  }

  /** Covariance of one hyperparameter's part between two of its values. */
  double share(
      Shares shares, int hyperparameter, HyperparameterValue first, HyperparameterValue second) {
    double length = LENGTHS[shares.lengths()[hyperparameter]];
    return shares.ratios()[hyperparameter]
        * hyperparameters.get(hyperparameter).similarity(first, second, length);
  }

  private static double[][] rateKernel(double[][] rates, double length) {
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
