package io.lode.ensemble;

import io.lode.evaluation.HeldOutError;
import io.lode.forecast.Forecaster;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.residual.NeuralResidual;
import io.lode.model.residual.ResidualForecaster;
import java.util.List;
import java.util.Optional;

/**
 * A group's fitted forecasters and how well each kind does on runs it was not fitted to.
 *
 * @param modal the modal latent ODEs, which every search listens to
 * @param residual what is added to them, where that won on held-out runs
 * @param heldOut error of every kind, empty where not measured
 */
public record FittedEnsemble(
    ModalForecaster modal, Optional<NeuralResidual> residual, List<HeldOutError> heldOut) {

  /** Copies the list. */
  public FittedEnsemble {
    heldOut = List.copyOf(heldOut);
  }

  /**
   * The forecaster that held-out error chose: the modal latent ODE, corrected by the neural
   * residual where that won. Searches and {@code whatif} use it by default.
   */
  public Forecaster chosen() {
    return residual.<Forecaster>map(won -> new ResidualForecaster(modal, won)).orElse(modal);
  }
}
