package io.lode.ensemble;

import io.lode.evaluation.HeldOut;
import io.lode.evaluation.HeldOutError;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.TrainingException;
import io.lode.model.law.LawConfig;
import io.lode.model.law.MultiPowerLaw;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.model.residual.FittedResidual;
import io.lode.model.residual.NeuralResidual;
import io.lode.model.residual.ResidualConfig;
import io.lode.model.residual.ResidualTrainer;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fits the modal latent ODE to a group and measures the held-out error of every kind of forecaster.
 *
 * <p>The neural residual corrects the modal latent ODE only where held-out runs are forecast better
 * with it. No other kind takes part in the choice.
 */
public final class EnsembleTrainer {

  /** Fewest runs of a group, so that its held-out error decides anything. */
  private static final int FEWEST_RUNS_TO_MEASURE = 5;

  private final ModalConfig config;
  private final LawConfig law;
  private final Optional<ResidualConfig> residual;

  /**
   * Trains with the given settings.
   *
   * @param config settings of the modal latent ODE
   * @param law settings of the Multi-Power Law, whose held-out error is measured beside it
   * @param residual settings of the neural residual, empty where it is not to be tried
   */
  public EnsembleTrainer(ModalConfig config, LawConfig law, Optional<ResidualConfig> residual) {
    this.config = config;
    this.law = law;
    this.residual = residual;
  }

  /** The kinds of forecaster that every backtest compares, fitted with all members. */
  public List<FittingMethod> methods() {
    return List.of(
        new ModalTrainer(config).method(),
        new FittingMethod(MultiPowerLaw.NAME, sweep -> MultiPowerLaw.fit(sweep, law)));
  }

  /**
   * Fits a group and measures its held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fit(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    Measured measured = measure(sweep, modal);
    return new FittedEnsemble(modal, measured.residual(), measured.errors());
  }

  /**
   * Fits a group without measuring held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fitUnmeasured(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(config).fit(sweep);
    return new FittedEnsemble(modal, Optional.empty(), List.of());
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
    if (sweep.runs().size() < FEWEST_RUNS_TO_MEASURE) {
      return Measured.NOTHING;
    }
    HeldOut heldOut = new HeldOut(sweep);
    List<HeldOutError> errors = new ArrayList<>();
    Optional<List<ModalForecaster>> byFold = heldOut.fits(new ModalTrainer(config.brief())::fit);
    byFold.ifPresent(fits -> errors.add(heldOut.error(ModalForecaster.NAME, fits)));
    heldOut
        .measure(new FittingMethod(MultiPowerLaw.NAME, rest -> MultiPowerLaw.fitBriefly(rest, law)))
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
}
