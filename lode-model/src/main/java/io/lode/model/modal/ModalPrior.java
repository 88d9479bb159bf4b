package io.lode.model.modal;

import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * Gaussian prior of a modal fit: smooth log weights over the grid of modes, exponents near their
 * means, everything weakly near a starting point.
 *
 * @param mean also where the fit starts, (parameter)
 * @param precision inverse covariance, (parameter, parameter)
 * @param strength how many values of a run repeat one: the precision holds this factor
 * @param improbable log of the volume over the share of groups: what a fit under this distribution
 *     costs beyond its distance, where several are tried
 */
public record ModalPrior(double[] mean, double[][] precision, double strength, double improbable) {

  /** A distribution that is not compared with others. */
  ModalPrior(double[] mean, double[][] precision) {
    this(mean, precision, 1, 0);
  }

  /**
   * Prior precision of each log weight about its mean: a standard deviation of about 13. It only
   * makes the fit unique.
   */
  private static final double RIDGE = 0.1 / 16;

  /**
   * The prior around a guess of the floor.
   *
   * @param smallestLoss smallest loss seen in the sweep
   * @param floorFraction guess of the floor as a part of the smallest loss
   * @param config means and widths
   * @param weightNorm what is expected of the weight norm
   */
  static ModalPrior of(
      ModalBasis basis,
      double smallestLoss,
      double floorFraction,
      ModalPriorConfig config,
      WeightNormPrior weightNorm) {
    int modes = basis.modes();
    int count = ModalParameters.count(modes);
    double[] mean = new double[count];
    mean[0] = Math.log(floorFraction * smallestLoss);
    double[] rates = basis.rates();
    double spacing = Math.log(rates[1] / rates[0]);
    for (int i = 0; i < modes; i++) {
      mean[1 + i] =
          Math.log(
              config.biasLevel()
                  * smallestLoss
                  * Math.pow(rates[i] / rates[0], config.biasSlope())
                  * spacing);
      mean[1 + modes + i] = Math.log(config.noiseLevel() * smallestLoss / modes);
    }
    double[][] precision = new double[count][count];
    precision[0][0] = 1 / (config.floorWidth() * config.floorWidth());
    for (int block = 0; block < 2; block++) {
      int first = 1 + block * modes;
      for (int i = 0; i < modes; i++) {
        precision[first + i][first + i] += RIDGE;
      }
      double[] difference = {1, -2, 1};
      for (int i = 0; i + 2 < modes; i++) {
        for (int j = 0; j < 3; j++) {
          for (int k = 0; k < 3; k++) {
            precision[first + i + j][first + i + k] +=
                difference[j] * difference[k] / (config.smoothness() * config.smoothness());
          }
        }
      }
    }
    int first = 1 + 2 * modes;
    for (int e = 0; e < ModalParameters.EXPONENTS; e++) {
      expect(
          mean,
          precision,
          first + e,
          config.exponentMeans().get(e),
          config.exponentWidths().get(e));
    }
    int norm = first + ModalParameters.EXPONENTS;
    expect(mean, precision, norm, weightNorm.logGrowth(), weightNorm.growthWidth());
    expect(mean, precision, norm + 1, weightNorm.logShrinkage(), weightNorm.shrinkageWidth());
    return new ModalPrior(mean, precision);
  }

  private static void expect(
      double[] mean, double[][] precision, int parameter, double value, double width) {
    mean[parameter] = value;
    precision[parameter][parameter] = 1 / (width * width);
  }

  /**
   * The same distribution around a draw from it: what a member of an ensemble expects, so that the
   * spread of the members shows what the runs do not determine.
   */
  ModalPrior drawn(SplittableRandom random) {
    return new ModalPrior(draw(random), precision, strength, improbable);
  }

  /**
   * Parameters as they are expected, at random, (parameter).
   *
   * @throws IllegalStateException if the precision is not positive definite
   */
  public double[] draw(SplittableRandom random) {
    int count = mean.length;
    double[][] factor = factor();
    // With precision L L', the solution x of L' x = z has the covariance of the distribution.
    double[] draw = new double[count];
    for (int i = count - 1; i >= 0; i--) {
      double sum = random.nextGaussian();
      for (int j = i + 1; j < count; j++) {
        sum -= factor[j][i] * draw[j];
      }
      draw[i] = sum / factor[i][i];
    }
    for (int i = 0; i < count; i++) {
      draw[i] = mean[i] + Math.sqrt(strength) * draw[i];
    }
    return draw;
  }

  private double[][] factor() {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(mean.length, true);
    if (!cholesky.decompose(new DMatrixRMaj(precision))) {
      throw new IllegalStateException("the precision of a modal prior is not positive definite");
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double[][] rows = new double[mean.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        rows[i][j] = lower.get(i, j);
      }
    }
    return rows;
  }

  /** Half the squared Mahalanobis distance from the mean. */
  double cost(double[] parameters) {
    double cost = 0;
    for (int i = 0; i < mean.length; i++) {
      double row = 0;
      for (int j = 0; j < mean.length; j++) {
        row += precision[i][j] * (parameters[j] - mean[j]);
      }
      cost += 0.5 * row * (parameters[i] - mean[i]);
    }
    return cost;
  }

  /** The cost's gradient in one parameter. */
  double slope(double[] parameters, int parameter) {
    double slope = 0;
    for (int j = 0; j < mean.length; j++) {
      slope += precision[parameter][j] * (parameters[j] - mean[j]);
    }
    return slope;
  }
}
