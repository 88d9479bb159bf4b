package io.lode.model.modal;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * How the cost curves around a fit: what the runs and the prior determine (Laplace's method).
 *
 * @param fitted the fit
 * @param precision of the shared parameters, the prior's own part in it, (parameter, parameter)
 * @param residuals predicted less observed log loss, (run, time)
 * @param clip at which residuals are clipped before they are correlated, in log loss
 */
record ModalCurvature(
    ModalFit.Fitted fitted, double[][] precision, double[][] residuals, double clip) {

  /**
   * Minus the log evidence of the prior that the fit was made under: the cost, and how much of the
   * prior's volume the runs leave. Infinite where the precision is not positive definite.
   */
  double surprise() {
    ModalPrior prior = fitted.prior();
    DMatrixRMaj scaled = new DMatrixRMaj(precision);
    for (int i = 0; i < scaled.getNumElements(); i++) {
      scaled.data[i] /= prior.strength();
    }
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(precision.length, true);
    if (!cholesky.decompose(scaled)) {
      return Double.POSITIVE_INFINITY;
    }
    DMatrixRMaj factor = cholesky.getT(null);
    double volume = 0;
    for (int i = 0; i < precision.length; i++) {
      volume += Math.log(factor.get(i, i));
    }
    return fitted.cost() / prior.strength() + prior.improbable() + volume;
  }

  /** What the runs alone say of the unknowns. */
  ModalEvidence evidence(ModalSetting setting) {
    double[][] alone = new double[precision.length][precision.length];
    for (int i = 0; i < alone.length; i++) {
      for (int j = 0; j < alone.length; j++) {
        alone[i][j] = precision[i][j] - fitted.prior().precision()[i][j];
      }
    }
    return new ModalEvidence(
        setting,
        fitted.parameters(),
        alone,
        fitted.deviation(),
        autocorrelation(),
        fitted.offsets());
  }

  /** Of neighbouring residuals of a run, each clipped; at least 0. */
  private double autocorrelation() {
    double products = 0;
    double squares = 0;
    for (double[] run : residuals) {
      for (int t = 0; t < run.length; t++) {
        double value = Math.max(-clip, Math.min(clip, run[t]));
        squares += value * value;
        if (t > 0) {
          products += value * Math.max(-clip, Math.min(clip, run[t - 1]));
        }
      }
    }
    return squares > 0 ? Math.max(0, products / squares) : 0;
  }
}
