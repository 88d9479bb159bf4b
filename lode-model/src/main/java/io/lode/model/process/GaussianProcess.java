package io.lode.model.process;

import io.lode.statistics.Median;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Gaussian process regression with a squared-exponential kernel on the mean squared distance of the
 * inputs, its length and noise chosen by marginal likelihood on a grid.
 */
final class GaussianProcess {

  /**
   * Length scales tried, in the unit of the inputs. The grid is coarse because few runs tell
   * neighbouring values apart.
   */
  private static final double[] LENGTHS = {0.3, 0.5, 0.8, 1.3, 2.2};

  /** Noise deviations tried, as ratios of the deviation of the function. */
  private static final double[] NOISE_RATIOS = {0.03, 0.1, 0.25, 0.6, 1.5, 4};

  /** Length scale that the prior prefers, in the unit of the inputs. */
  private static final double USUAL_LENGTH = 0.8;

  /** Two pseudo-observations of this squared size keep the scale away from 0. */
  private static final double PRIOR_SQUARES = 2e-4;

  private final double[][] inputs;
  private final double mean;
  private double length;
  private double noiseRatio;
  private double variance;
  private double[] weights;
  private DMatrixRMaj inverse;

  /**
   * Fits the process.
   *
   * @param inputs (point, feature), at least one point
   * @param outputs (point)
   */
  GaussianProcess(double[][] inputs, double[] outputs) {
    this(inputs, outputs, ones(outputs.length));
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private GaussianProcess(double[][] inputs, double[] outputs, double[] noiseFactors) {
    this.inputs = inputs;
    int count = outputs.length;
    mean = Median.of(outputs);
    DMatrixRMaj centred = new DMatrixRMaj(count, 1);
    for (int i = 0; i < count; i++) {
      centred.set(i, 0, outputs[i] - mean);
    }
    double best = Double.POSITIVE_INFINITY;
    for (double tried : LENGTHS) {
      for (double ratio : NOISE_RATIOS) {
        DMatrixRMaj kernel = new DMatrixRMaj(count, count);
        for (int i = 0; i < count; i++) {
          for (int j = 0; j < count; j++) {
            kernel.set(
                i, j, kernel(inputs[i], inputs[j], tried) + (i == j ? ratio * noiseFactors[i] : 0));
          }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
        if (!solver.setA(kernel.copy())) {
          continue;
        }
        DMatrixRMaj solution = new DMatrixRMaj(count, 1);
        solver.solve(centred, solution);
        double squares = PRIOR_SQUARES;
        for (int i = 0; i < count; i++) {
          squares += centred.get(i, 0) * solution.get(i, 0);
        }
        double scale = Math.max(1e-7, squares / (count + 2));
        double offset = Math.log(tried / USUAL_LENGTH);
        double cost =
            0.5 * count * Math.log(scale) + 0.5 * logDeterminant(kernel) + 0.5 * offset * offset;
        if (cost < best) {
          best = cost;
          length = tried;
          noiseRatio = ratio;
          variance = scale;
          weights = Arrays.copyOf(solution.getData(), count);
          inverse = new DMatrixRMaj(count, count);
          solver.invert(inverse);
        }
      }
    }
  }

  /**
   * Fits the process to observations some of which are less sure than their noise.
   *
   * @param inputs (point, feature), at least one point
   * @param outputs (point)
   * @param deviations standard deviations beyond the noise, at least 0, (point)
   */
  static GaussianProcess of(double[][] inputs, double[] outputs, double[] deviations) {
    GaussianProcess plain = new GaussianProcess(inputs, outputs);
    if (Arrays.stream(deviations).allMatch(deviation -> deviation == 0)) {
      return plain;
    }
    double noise = plain.noise();
    return new GaussianProcess(
        inputs,
        outputs,
        Arrays.stream(deviations)
            .map(deviation -> 1 + deviation * deviation / (noise * noise))
            .toArray());
  }

  /** Predicted mean at an input. */
  double mean(double[] input) {
    double sum = mean;
    for (int i = 0; i < inputs.length; i++) {
      sum += weights[i] * kernel(inputs[i], input, length);
    }
    return sum;
  }

  /** Standard deviation at an input, of the function without its noise. */
  double standardDeviation(double[] input) {
    int count = inputs.length;
    double[] covariance = new double[count];
    for (int i = 0; i < count; i++) {
      covariance[i] = kernel(inputs[i], input, length);
    }
    double explained = 0;
    for (int i = 0; i < count; i++) {
      double row = 0;
      for (int j = 0; j < count; j++) {
        row += inverse.get(i, j) * covariance[j];
      }
      explained += row * covariance[i];
    }
    return Math.sqrt(Math.max(0, variance * (1 - explained)));
  }

  /** Standard deviation of one observation around the function. */
  double noise() {
    return Math.sqrt(noiseRatio * variance);
  }

  private static double kernel(double[] first, double[] second, double length) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = first[i] - second[i];
      sum += difference * difference;
    }
    return Math.exp(-0.5 * sum / first.length / (length * length));
  }

  private static double logDeterminant(DMatrixRMaj matrix) {
    var cholesky = DecompositionFactory_DDRM.chol(matrix.getNumRows(), true);
    if (!cholesky.decompose(matrix.copy())) {
      return Double.POSITIVE_INFINITY;
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double sum = 0;
    for (int i = 0; i < lower.getNumRows(); i++) {
      sum += 2 * Math.log(lower.get(i, i));
    }
    return sum;
  }
}
