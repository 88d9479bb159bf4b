package io.lode.training;

import io.lode.model.modal.ModalForecaster;
import java.util.List;
import java.util.Map;

/**
 * A group's fitted forecasters and how well each kind does on runs it was not fitted to.
 *
 * @param modal the modal latent ODEs, which every search listens to
 * @param weights of the kinds in a blend by held-out error, by name
 * @param heldOut error of every kind, empty where not measured
 */
public record FittedEnsemble(
    ModalForecaster modal, Map<String, Double> weights, List<HeldOutError> heldOut) {

  /** Copies the collections. */
  public FittedEnsemble {
    weights = Map.copyOf(weights);
    heldOut = List.copyOf(heldOut);
  }
}
