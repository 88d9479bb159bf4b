package io.lode.model.modal;

import io.lode.settings.Ranges;
import java.io.Serializable;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What is expected of the slow modes, which decide how the loss goes on beyond the runs.
 *
 * <p>At a constant rate the loss of language models falls towards its end as a power of the step,
 * with an exponent between 0.5 and 0.6, in every group that was looked at (research/long-runs.md).
 * Decaying modes do that where their weights are a power of their decay rate: with weights {@code
 * lambda^p} per e-fold of the decay rate lambda, the sum of {@code exp(-lambda t)} falls as {@code
 * t^-p}. Short runs alone do not tell the slope of the slow weights.
 *
 * @param tailExponent the power p
 * @param tailWidth standard deviation of the log weight over one e-fold of the decay rate, around
 *     the power
 * @param tailReach decay rate below which decaying modes are expected to follow the power, per
 *     reference length at a weight norm of 1
 * @param drivenSlope power of the driven modes' weights, all of them
 * @param drivenWidth standard deviation of their log weight over one e-fold of the decay rate
 */
public record ModalTail(
    double tailExponent, double tailWidth, double tailReach, double drivenSlope, double drivenWidth)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ModalTail {
    Ranges.atLeast(0, "tail-exponent", tailExponent);
    Ranges.over(0, "tail-width", tailWidth);
    Ranges.over(0, "tail-reach", tailReach);
    if (!Double.isFinite(drivenSlope)) {
      throw new IllegalArgumentException("driven-slope must be finite, found " + drivenSlope);
    }
    Ranges.over(0, "driven-width", drivenWidth);
  }

  /** The settings with which the benchmarks were measured. */
  public static ModalTail standard() {
    double tailExponent = 0.5;
    double tailWidth = 0.05;
    double tailReach = 20;
    double drivenSlope = 0.1;
    double drivenWidth = 0.25;
    return new ModalTail(tailExponent, tailWidth, tailReach, drivenSlope, drivenWidth);
  }

  /**
   * A prior that expects this of the decaying modes, too: the product of both distributions.
   *
   * @param setting the group, and the units that the prior is in
   */
  ModalPrior ofDecaying(ModalPrior prior, ModalSetting setting) {
    double[] rates = setting.basis().rates();
    // A mode decays with x / W: where the weights have grown, slower than its decay rate says.
    double slow = tailReach * setting.weightNorm().normAfterReference();
    Product product = new Product(prior);
    for (int i = 0; i + 1 < rates.length && rates[i] <= slow; i++) {
      product.expect(1 + i, Math.log(rates[i + 1] / rates[i]), tailExponent, tailWidth);
    }
    return product.prior();
  }

  /** A prior that expects this of the driven modes, too. */
  ModalPrior ofDriven(ModalPrior prior, ModalSetting setting) {
    double[] rates = setting.basis().rates();
    Product product = new Product(prior);
    for (int i = 0; i + 1 < rates.length; i++) {
      product.expect(
          1 + rates.length + i, Math.log(rates[i + 1] / rates[i]), drivenSlope, drivenWidth);
    }
    return product.prior();
  }

  /** A prior to which expectations of slopes are added, one after another. */
  private static final class Product {

    private final ModalPrior before;
    private final double[][] precision;
    private final double[] information;

    Product(ModalPrior prior) {
      before = prior;
      int count = prior.mean().length;
      precision = new double[count][];
      information = new double[count];
      for (int i = 0; i < count; i++) {
        precision[i] = prior.precision()[i].clone();
        for (int j = 0; j < count; j++) {
          information[i] += precision[i][j] * prior.mean()[j];
        }
      }
    }

    /**
     * Expects a log weight and the next one to differ by a slope.
     *
     * @param spacing e-folds of the decay rate between both modes
     * @param width standard deviation of the difference over one e-fold
     */
    void expect(int parameter, double spacing, double slope, double width) {
      double sharp = 1 / (width * width * spacing);
      precision[parameter][parameter] += sharp;
      precision[parameter + 1][parameter + 1] += sharp;
      precision[parameter][parameter + 1] -= sharp;
      precision[parameter + 1][parameter] -= sharp;
      information[parameter] -= sharp * slope * spacing;
      information[parameter + 1] += sharp * slope * spacing;
    }

    ModalPrior prior() {
      int count = information.length;
      DMatrixRMaj mean = new DMatrixRMaj(count, 1);
      if (!CommonOps_DDRM.solve(
          new DMatrixRMaj(precision), new DMatrixRMaj(count, 1, true, information), mean)) {
        throw new IllegalStateException("the precision of a modal prior is singular");
      }
      return new ModalPrior(mean.getData(), precision, before.strength(), before.improbable());
    }
  }
}
