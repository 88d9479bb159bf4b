package io.lode.ensemble;

import io.lode.evaluation.HeldOutError;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.residual.NeuralResidual;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group's fitted forecasters and how well each kind does on runs it was not fitted to.
 *
 * @param modal the modal latent ODEs, which every search listens to
 * @param residual what is added to them, where that won on held-out runs
 * @param weights of the kinds in a blend by held-out error, by name
 * @param heldOut error of every kind, empty where not measured
 */
public record FittedEnsemble(
    ModalForecaster modal,
    Optional<NeuralResidual> residual,
    Map<String, Double> weights,
    List<HeldOutError> heldOut) {

  /** Copies the collections. */
  public FittedEnsemble {
    weights = Map.copyOf(weights);
    heldOut = List.copyOf(heldOut);
  }
}
