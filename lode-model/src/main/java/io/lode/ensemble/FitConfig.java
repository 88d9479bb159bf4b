package io.lode.ensemble;

import io.lode.evaluation.HeldOutConfig;
import io.lode.model.law.LawConfig;
import io.lode.model.modal.ModalConfig;
import io.lode.model.process.CurveConfig;
import io.lode.model.residual.ResidualConfig;
import java.io.Serializable;

/**
 * Settings of the fits of a group's forecasters, one record a model.
 *
 * @param modal of the modal latent ODE
 * @param law of the Multi-Power Law
 * @param residual of the neural residual on the modal latent ODE
 * @param curves of the process on curves, which corrects the modal latent ODE
 * @param heldOut of what is learned from held-out runs
 */
public record FitConfig(
    ModalConfig modal,
    LawConfig law,
    ResidualConfig residual,
    CurveConfig curves,
    HeldOutConfig heldOut)
    implements Serializable {

  /** The settings with which the benchmarks were measured; conf/lode.conf holds the same. */
  public static FitConfig standard(long seed) {
    return new FitConfig(
        ModalConfig.standard(seed),
        LawConfig.standard(seed),
        ResidualConfig.standard(seed),
        CurveConfig.standard(),
        HeldOutConfig.standard());
  }

  /** The same fits, that of the modal model from the likeliest start alone. */
  public FitConfig fromOneStart() {
    return new FitConfig(modal.fromOneStart(), law, residual, curves, heldOut);
  }

  /** The same fits, each with this seed. */
  public FitConfig seeded(long seed) {
    return new FitConfig(
        modal.seeded(seed), law.with(law.members(), seed), residual.seeded(seed), curves, heldOut);
  }
}
