package io.lode.training;

import io.lode.forecast.FittingMethod;
import io.lode.model.modal.ModalForecaster;
import io.lode.trajectory.Sweep;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fits every kind of forecaster to a group, and chooses by held-out error (DESIGN 4.4). */
public final class EnsembleTrainer {

  private final TrainingConfig config;

  /** Trains with the given settings. */
  public EnsembleTrainer(TrainingConfig config) {
    this.config = config;
  }

  /** The kinds of forecaster that are compared, in short fits. */
  private List<FittingMethod> methods() {
    return List.of(new ModalTrainer(config.brief()).method());
  }

  /**
   * Fits a group and measures its held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fit(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    HeldOut heldOut = new HeldOut(sweep);
    List<HeldOutError> errors =
        methods().stream().map(heldOut::measure).flatMap(Optional::stream).toList();
    String chosen =
        errors.stream()
            .min(Comparator.comparingDouble(HeldOutError::sigmaCv))
            .map(HeldOutError::forecaster)
            .orElse(modal.name());
    return new FittedEnsemble(modal, chosen, Map.of(chosen, 1.0), errors);
  }

  /**
   * Fits a group without measuring held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fitUnmeasured(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    return new FittedEnsemble(modal, modal.name(), Map.of(modal.name(), 1.0), List.of());
  }
}
