package io.lode.prior;

import io.lode.model.modal.ModalBasis;
import io.lode.model.modal.ModalParameters;
import io.lode.model.modal.ModalSetting;

/**
 * The linear map from the transferable unknowns to the parameters of one group: {@code parameters =
 * design unknowns + origin + roughness}.
 *
 * @param design (parameter, unknown)
 * @param origin (parameter)
 * @param roughness covariance of what log weights differ by from parabolas, (parameter, parameter)
 */
record UnknownsMap(double[][] design, double[] origin, double[][] roughness) {

  /** Mean of a parabola's bend over the grid: level and bend are then independent. */
  private static final double BEND_MEAN = 1.0 / 3;

  /**
   * The map of a group.
   *
   * @param exponents of the rate in the decay of bias and noise and in the noise, by which units of
   *     rate are changed
   * @param smoothness standard deviation of second differences of log weights
   */
  static UnknownsMap of(ModalSetting setting, double[] exponents, double smoothness) {
    ModalBasis basis = setting.basis();
    int modes = basis.modes();
    int count = ModalParameters.count(modes);
    double[][] design = new double[count][Unknown.COUNT];
    double[] origin = new double[count];
    double logLoss = Math.log(setting.smallestLoss());
    double logUnit = Math.log(basis.referenceLearningRate() / setting.usualRate());
    double[] rates = basis.rates();
    double spacing = Math.log(rates[1] / rates[0]);
    design[0][Unknown.FLOOR.index()] = 1;
    origin[0] = logLoss;
    for (int i = 0; i < modes; i++) {
      double logRate = Math.log(rates[i]);
      parabola(design[1 + i], Unknown.BIAS_LEVEL, logRate - exponents[0] * logUnit);
      parabola(design[1 + modes + i], Unknown.NOISE_LEVEL, logRate - exponents[1] * logUnit);
      origin[1 + i] = logLoss + Math.log(spacing);
      origin[1 + modes + i] = logLoss + Math.log(spacing) + exponents[2] * logUnit;
    }
    int constants = count - ModalParameters.CONSTANTS;
    design[constants][Unknown.BIAS_EXPONENT.index()] = 1;
    design[constants + 1][Unknown.NOISE_EXPONENT.index()] = 1;
    design[constants + 2][Unknown.DRIVE_EXPONENT.index()] = 1;
    origin[constants + 3] = setting.weightNorm().logGrowth();
    origin[constants + 4] = setting.weightNorm().logShrinkage();
    double[][] roughness = new double[count][count];
    Matrices.addBlock(roughness, 1, Roughness.of(modes, smoothness));
    Matrices.addBlock(roughness, 1 + modes, Roughness.of(modes, smoothness));
    design[constants + 3][Unknown.NORM_GROWTH.index()] = setting.weightNorm().growthWidth();
    design[constants + 4][Unknown.NORM_SHRINKAGE.index()] = setting.weightNorm().shrinkageWidth();
    return new UnknownsMap(design, origin, roughness);
  }

  private static void parabola(double[] row, Unknown level, double logDecayRate) {
    double position = Unknown.position(logDecayRate);
    row[level.index()] = 1;
    row[level.index() + 1] = position;
    row[level.index() + 2] = position * position - BEND_MEAN;
  }
}
