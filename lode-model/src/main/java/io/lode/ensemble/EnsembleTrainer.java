package io.lode.ensemble;

import io.lode.evaluation.HeldOut;
import io.lode.evaluation.HeldOutError;
import io.lode.forecast.Blend;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrainingException;
import io.lode.model.law.MultiPowerLaw;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.model.modal.TrainingConfig;
import io.lode.model.residual.FittedResidual;
import io.lode.model.residual.NeuralResidual;
import io.lode.model.residual.ResidualConfig;
import io.lode.model.residual.ResidualForecaster;
import io.lode.model.residual.ResidualTrainer;
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
  private final Optional<ResidualConfig> residual;

  /** Trains with the given settings, without a neural residual. */
  public EnsembleTrainer(TrainingConfig config) {
    this(config, Optional.empty());
  }

  /**
   * Trains with the given settings.
   *
   * @param residual settings of the neural residual, empty where it is not to be tried
   */
  public EnsembleTrainer(TrainingConfig config, Optional<ResidualConfig> residual) {
    this.config = config;
    this.residual = residual;
  }

  /** The kinds of forecaster, whole fits of them. */
  public List<FittingMethod> methods() {
    return List.of(
        new ModalTrainer(config).method(),
        new FittingMethod(
            MultiPowerLaw.NAME,
            sweep -> MultiPowerLaw.fit(sweep, config.members(), config.seed())));
  }

  /**
   * Fits a group and measures its held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fit(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    Measured measured = measure(sweep, modal);
    return new FittedEnsemble(modal, measured.residual(), weights(measured), measured.errors());
  }

  /**
   * Fits a group without measuring held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fitUnmeasured(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    return new FittedEnsemble(modal, Optional.empty(), weights(Measured.NOTHING), List.of());
  }

  /**
   * The forecaster that the product would use on a group: all kinds, weighed by the inverse square
   * of their held-out error. With fewer than {@value #FEWEST_RUNS_TO_WEIGH} runs that error says
   * little, and the modal latent ODE forecasts alone.
   */
  public Forecaster blend(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    Measured measured = measure(sweep, modal);
    Map<String, Double> weights = weights(measured);
    List<Blend.Part> parts = new ArrayList<>();
    measured
        .residual()
        .ifPresent(
            won ->
                parts.add(
                    new Blend.Part(
                        new ResidualForecaster(modal, won), weights.get(ResidualForecaster.NAME))));
    for (FittingMethod method : methods()) {
      double weight = weights.getOrDefault(method.name(), 0.0);
      if (weight > 0) {
        boolean fitted = method.name().equals(ModalForecaster.NAME);
        parts.add(new Blend.Part(fitted ? modal : method.fit().apply(sweep), weight));
      }
    }
    return new Blend(parts);
  }

  /**
   * What held-out runs say.
   *
   * @param errors of every kind
   * @param residual the neural residual, where it won
   */
  private record Measured(List<HeldOutError> errors, Optional<NeuralResidual> residual) {
    static final Measured NOTHING = new Measured(List.of(), Optional.empty());
  }

  private Measured measure(Sweep sweep, ModalForecaster modal) {
    if (sweep.runs().size() < FEWEST_RUNS_TO_WEIGH) {
      return Measured.NOTHING;
    }
    HeldOut heldOut = new HeldOut(sweep);
    List<HeldOutError> errors = new ArrayList<>();
    Optional<List<ModalForecaster>> byFold = heldOut.fits(new ModalTrainer(config.brief())::fit);
    byFold.ifPresent(fits -> errors.add(heldOut.error(ModalForecaster.NAME, fits)));
    heldOut
        .measure(new FittingMethod(MultiPowerLaw.NAME, MultiPowerLaw::fitBriefly))
        .ifPresent(errors::add);
    Optional<FittedResidual> fitted =
        residual.flatMap(
            settings ->
                byFold.flatMap(
                    fits ->
                        new ResidualTrainer(config, settings).fit(sweep, modal, heldOut, fits)));
    fitted.ifPresent(tried -> errors.add(tried.corrected()));
    return new Measured(errors, fitted.filter(FittedResidual::wins).map(FittedResidual::residual));
  }

  /** The corrected modal model takes the modal model's place where it won, else it has no part. */
  private static Map<String, Double> weights(Measured measured) {
    String without =
        measured.residual().isPresent() ? ModalForecaster.NAME : ResidualForecaster.NAME;
    List<HeldOutError> errors =
        measured.errors().stream().filter(error -> !error.forecaster().equals(without)).toList();
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
