package io.lode.ensemble;

import io.lode.evaluation.BestRun;
import io.lode.evaluation.CalibratedBands;
import io.lode.evaluation.HeldOut;
import io.lode.evaluation.HeldOutError;
import io.lode.evaluation.HeldOutVerdict;
import io.lode.evaluation.NearestRun;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrainingException;
import io.lode.model.law.MultiPowerLaw;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.model.process.CurveData;
import io.lode.model.process.CurveForecaster;
import io.lode.model.process.CurveProcess;
import io.lode.model.residual.FittedResidual;
import io.lode.model.residual.NeuralResidual;
import io.lode.model.residual.ResidualTrainer;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Fits the modal latent ODE to a group and measures the held-out error of every kind of forecaster.
 *
 * <p>The neural residual or the process on curves corrects the modal latent ODE only where held-out
 * runs are forecast better with it. No other kind takes part in the choice.
 */
public final class EnsembleTrainer {

  /** Fewest runs of a group, so that its held-out error decides anything. */
  private static final int FEWEST_RUNS_TO_MEASURE = 5;

  private final FitConfig config;
  private final Set<Correction> tried;
  private final Optional<FewRuns> fewRuns;

  /**
   * How groups are fitted whose runs are few.
   *
   * @param fewerThan number of runs from which on a group is fitted as any other
   * @param trainer of such groups
   */
  public record FewRuns(int fewerThan, ModalTrainer trainer) {}

  /** What may correct the modal latent ODE. */
  public enum Correction {
    /** The neural residual. */
    NEURAL,
    /** The process on what the modal latent ODE gets wrong along the curves of the runs. */
    CURVES
  }

  /**
   * Trains with the given settings.
   *
   * @param tried the corrections that are fitted; each is used only where it wins
   */
  public EnsembleTrainer(FitConfig config, Set<Correction> tried) {
    this(config, tried, Optional.empty());
  }

  private EnsembleTrainer(FitConfig config, Set<Correction> tried, Optional<FewRuns> fewRuns) {
    this.config = config;
    this.tried = Set.copyOf(tried);
    this.fewRuns = fewRuns;
  }

  /** The same, with another fit of groups whose runs are few. */
  public EnsembleTrainer with(FewRuns few) {
    return new EnsembleTrainer(config, tried, Optional.of(few));
  }

  /** The kinds of forecaster that every backtest compares, fitted with all members. */
  public List<FittingMethod> methods() {
    return List.of(
        new ModalTrainer(config.modal()).method(),
        new FittingMethod(MultiPowerLaw.NAME, sweep -> MultiPowerLaw.fit(sweep, config.law())));
  }

  /**
   * Fits a group and measures its held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fit(Sweep sweep) {
    ModalForecaster modal = modal(sweep);
    Measured measured = measure(sweep, modal);
    return new FittedEnsemble(
        modal,
        measured.residual(),
        measured.curves(),
        measured.bands(),
        measured.ends(),
        measured.errors(),
        SweepLearning.of(sweep));
  }

  /**
   * Fits a group without measuring held-out error.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public FittedEnsemble fitUnmeasured(Sweep sweep) {
    ModalForecaster modal = modal(sweep);
    return new FittedEnsemble(
        modal,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        HeldOutEnds.NONE,
        List.of(),
        SweepLearning.of(sweep));
  }

  private ModalForecaster modal(Sweep sweep) {
    return isFew(sweep)
        ? fewRuns.orElseThrow().trainer().fit(sweep)
        : new ModalTrainer(config.modal()).fit(sweep);
  }

  private boolean isFew(Sweep sweep) {
    return fewRuns.filter(few -> sweep.runs().size() < few.fewerThan()).isPresent();
  }

  /**
   * What held-out runs say.
   *
   * @param errors of every kind and of the baselines
   * @param residual the neural residual, where it won
   * @param curves the process on curves, where it won
   * @param bands what corrects the bands of the forecaster that won
   * @param ends how well the ends of runs were forecast
   */
  private record Measured(
      List<HeldOutError> errors,
      Optional<NeuralResidual> residual,
      Optional<CurveProcess> curves,
      Optional<CalibratedBands> bands,
      HeldOutEnds ends) {
    static final Measured NOTHING =
        new Measured(
            List.of(), Optional.empty(), Optional.empty(), Optional.empty(), HeldOutEnds.NONE);
  }

  private Measured measure(Sweep sweep, ModalForecaster modal) {
    if (sweep.runs().size() < FEWEST_RUNS_TO_MEASURE) {
      return Measured.NOTHING;
    }
    HeldOut heldOut = new HeldOut(sweep);
    List<HeldOutError> errors = new ArrayList<>();
    Optional<List<ModalForecaster>> ensembles =
        heldOut.fits(
            isFew(sweep)
                ? fewRuns.orElseThrow().trainer().briefEnsemble()::fit
                : new ModalTrainer(config.modal().briefEnsemble())::fit);
    // Errors are those of the best fit alone: the other members only show how far they disagree.
    Optional<List<ModalForecaster>> byFold =
        ensembles.map(fits -> fits.stream().map(ModalForecaster::best).toList());
    byFold.ifPresent(fits -> errors.add(heldOut.error(ModalForecaster.NAME, fits)));
    heldOut
        .measure(
            new FittingMethod(
                MultiPowerLaw.NAME, rest -> MultiPowerLaw.fitBriefly(rest, config.law())))
        .ifPresent(errors::add);
    baselines(heldOut, errors);
    Optional<FittedResidual> neural =
        tried.contains(Correction.NEURAL)
            ? byFold.flatMap(
                fits ->
                    new ResidualTrainer(config.modal(), config.residual())
                        .fit(sweep, modal, heldOut, fits))
            : Optional.empty();
    neural.ifPresent(fitted -> errors.add(fitted.corrected()));
    Optional<List<CurveForecaster>> corrected =
        tried.contains(Correction.CURVES)
            ? byFold.flatMap(fits -> corrected(heldOut, fits))
            : Optional.empty();
    Optional<HeldOutError> curves =
        corrected.map(fits -> heldOut.error(CurveForecaster.NAME, fits));
    curves.ifPresent(errors::add);
    Optional<FittedResidual> won = neural.filter(FittedResidual::wins);
    boolean curvesWin = curves.isPresent() && curvesWin(curves.get(), errors, won);
    Optional<List<? extends Forecaster>> chosen =
        ensembles.map(fits -> curvesWin ? around(fits, corrected.orElseThrow()) : fits);
    return new Measured(
        errors,
        curvesWin ? Optional.empty() : won.map(FittedResidual::residual),
        curvesWin ? curves(sweep, modal) : Optional.empty(),
        chosen.flatMap(fits -> CalibratedBands.of(heldOut.forecasts(fits))),
        chosen
            .map(fits -> HeldOutEnds.of(sweep, heldOut, fits, config.heldOut()))
            .orElse(HeldOutEnds.NONE));
  }

  /** The corrected forecasters of each fold, with all members of its ensemble. */
  private static List<CurveForecaster> around(
      List<ModalForecaster> ensembles, List<CurveForecaster> corrected) {
    List<CurveForecaster> around = new ArrayList<>();
    for (int fold = 0; fold < corrected.size(); fold++) {
      around.add(new CurveForecaster(ensembles.get(fold), corrected.get(fold).process()));
    }
    return around;
  }

  private static void baselines(HeldOut heldOut, List<HeldOutError> errors) {
    heldOut.measure(new FittingMethod(NearestRun.NAME, NearestRun::fit)).ifPresent(errors::add);
    heldOut.measure(new FittingMethod(BestRun.NAME, BestRun::fit)).ifPresent(errors::add);
  }

  private Optional<List<CurveForecaster>> corrected(HeldOut heldOut, List<ModalForecaster> byFold) {
    List<CurveForecaster> corrected = new ArrayList<>();
    for (int fold = 0; fold < byFold.size(); fold++) {
      ModalForecaster modal = byFold.get(fold);
      Optional<CurveProcess> process = curves(heldOut.rest(fold), modal);
      if (process.isEmpty()) {
        return Optional.empty();
      }
      corrected.add(new CurveForecaster(modal, process.get()));
    }
    return Optional.of(corrected);
  }

  private Optional<CurveProcess> curves(Sweep sweep, ModalForecaster modal) {
    return CurveData.of(sweep, modal, config.curves())
        .map(data -> CurveProcess.fit(data, config.curves()));
  }

  /**
   * Whether the process on curves is used. It must lower the error over whole trajectories by the
   * smallest gain and must do better than a neural residual that won. It must not raise the error
   * at the ends of trajectories, either, unless the modal model alone is no better than repeating a
   * run and the corrected one is.
   */
  private boolean curvesWin(
      HeldOutError curves, List<HeldOutError> errors, Optional<FittedResidual> neural) {
    HeldOutError modal = errors.get(0);
    double repeating =
        HeldOutVerdict.baseline(errors).map(HeldOutError::mae).orElse(Double.POSITIVE_INFINITY);
    boolean rescues = modal.mae() >= repeating && curves.mae() < repeating;
    return curves.mae() < (1 - config.curves().smallestGain()) * modal.mae()
        && (curves.sigmaCv() <= modal.sigmaCv() || rescues)
        && neural.map(won -> curves.mae() < won.corrected().mae()).orElse(true);
  }
}
