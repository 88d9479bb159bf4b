package io.lode.training;

import io.lode.baseline.MultiPowerLaw;
import io.lode.forecast.Blend;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.model.modal.ModalForecaster;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fits every kind of forecaster to a group, and weighs them by held-out error (DESIGN 4.4). */
public final class EnsembleTrainer {

  /** Fewest runs whose held-out error decides anything. */
  private static final int FEWEST_RUNS_TO_WEIGH = 5;

  private final TrainingConfig config;

  /** Trains with the given settings. */
  public EnsembleTrainer(TrainingConfig config) {
    this.config = config;
  }

  /** The kinds of forecaster, whole fits of them. */
  public List<FittingMethod> methods() {
    return List.of(
        new ModalTrainer(config).method(),
        new FittingMethod(
            MultiPowerLaw.NAME,
            sweep -> MultiPowerLaw.fit(sweep, config.members(), config.seed())));
  }

  private List<FittingMethod> briefMethods() {
    return List.of(
        new ModalTrainer(config.brief()).method(),
        new FittingMethod(MultiPowerLaw.NAME, MultiPowerLaw::fitBriefly));
  }

  /**
   * Fits a group and measures its held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fit(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    List<HeldOutError> errors = errors(sweep);
    return new FittedEnsemble(modal, weights(errors), errors);
  }

  /**
   * Fits a group without measuring held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fitUnmeasured(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    return new FittedEnsemble(modal, weights(List.of()), List.of());
  }

  /**
   * The forecaster that the product would use on a group: all kinds, weighed by the inverse square
   * of their held-out error. With fewer than {@value #FEWEST_RUNS_TO_WEIGH} runs that error says
   * little, and the modal latent ODE forecasts alone.
   */
  public Forecaster blend(Sweep sweep) {
    Map<String, Double> weights = weights(errors(sweep));
    List<Blend.Part> parts = new ArrayList<>();
    for (FittingMethod method : methods()) {
      double weight = weights.getOrDefault(method.name(), 0.0);
      if (weight > 0) {
        parts.add(new Blend.Part(method.fit().apply(sweep), weight));
      }
    }
    return new Blend(parts);
  }

  private List<HeldOutError> errors(Sweep sweep) {
    if (sweep.runs().size() < FEWEST_RUNS_TO_WEIGH) {
      return List.of();
    }
    HeldOut heldOut = new HeldOut(sweep);
    return briefMethods().stream().map(heldOut::measure).flatMap(Optional::stream).toList();
  }

  private static Map<String, Double> weights(List<HeldOutError> errors) {
    if (errors.isEmpty()) {
      return Map.of(ModalForecaster.NAME, 1.0);
    }
    double sum = errors.stream().mapToDouble(EnsembleTrainer::precision).sum();
    Map<String, Double> weights = new TreeMap<>();
    errors.forEach(error -> weights.put(error.forecaster(), precision(error) / sum));
    return weights;
  }

  private static double precision(HeldOutError error) {
    return 1 / Math.max(1e-18, error.mae() * error.mae());
  }
}
