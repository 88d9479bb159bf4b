package io.lode.jobs.group;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.EnsembleCard;
import io.lode.artifact.ScheduleSettings;
import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.FittedEnsemble;
import io.lode.evaluation.BandCalibration;
import io.lode.evaluation.CalibratedBands;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrainingException;
import io.lode.hyperparameter.EffectRules;
import io.lode.hyperparameter.EffectWords;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.SettledForecaster;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.trajectory.LearningStatus;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import io.lode.trajectory.SweepLengths;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fits one group and publishes its ensemble: what a training task does.
 *
 * @param ensembles where to publish
 * @param settings of the fit
 * @param prior that groups with few runs are shrunk to
 * @param seed of the fit
 * @param identities of the ensembles by their group's path
 */
public record GroupTraining(
    Ensembles ensembles,
    TrainSettings settings,
    PriorInForce prior,
    long seed,
    Map<String, Identity> identities)
    implements Serializable {

  /** Names what varies beside the rate, among the settings of a card. */
  static final String HYPERPARAMETERS = "hyperparameters";

  /** Says which kinds of effects hyperparameters have, among the settings of a card. */
  private static final String EFFECT_RULES = "effects of hyperparameters";

  /** What an ensemble is known by before it is fitted. */
  public record Identity(String id, String fingerprint, String snapshot, String created)
      implements Serializable {}

  /**
   * What a training task fits, without publishing it.
   *
   * @param ensemble fitted to the runs as they would have been under the settings of the best one
   * @param effects of the hyperparameters
   */
  public record Fitted(FittedEnsemble ensemble, Effects effects) {

    /** The chosen forecaster; it forecasts each run under the settings that the run had. */
    public Forecaster chosen() {
      return SettledForecaster.atReference(ensemble.chosen(), effects);
    }
  }

  /**
   * What a training task fits, without publishing it.
   *
   * @param settings of the fit; they say whether held-out error is measured
   * @param prior that groups with few runs are shrunk to
   */
  public static Fitted fitted(Sweep sweep, TrainSettings settings, PriorInForce prior, long seed) {
    EnsembleTrainer trainer = prior.ensembles(settings, seed);
    Effects effects = effects(sweep, settings.hyperparameters(), settings.config(seed));
    Sweep settled = SettledSweep.of(sweep, effects, effects.reference()).sweep();
    return new Fitted(
        settings.heldOut() ? trainer.fit(settled) : trainer.fitUnmeasured(settled), effects);
  }

  /**
   * What hyperparameters do, beside an ensemble and by the rules that were chosen for it.
   *
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static Effects effects(
      Sweep sweep, Ensembles.Stored ensemble, HyperparameterSettings hyperparameters) {
    return Effects.beside(
        sweep,
        hyperparameters.roles(),
        hyperparameters.config(),
        EffectRules.parse(ensemble.card().settings().get(EFFECT_RULES)),
        ensemble.modal());
  }

  /**
   * What hyperparameters do, beside the newest ensemble of the group; where there is none, beside a
   * brief fit.
   *
   * @param modal settings of that fit
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static Effects effects(
      Sweep sweep, Artifacts artifacts, HyperparameterSettings hyperparameters, ModalConfig modal) {
    return new Ensembles(artifacts)
        .newest(sweep.group())
        .map(ensemble -> effects(sweep, ensemble, hyperparameters))
        .orElseGet(() -> effects(sweep, hyperparameters, modal));
  }

  /**
   * What hyperparameters do, by the rules that held-out runs choose, beside brief fits.
   *
   * @param modal settings of the fits
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static Effects effects(
      Sweep sweep, HyperparameterSettings hyperparameters, ModalConfig modal) {
    return Effects.of(
        sweep,
        hyperparameters.roles(),
        hyperparameters.config(),
        new ModalTrainer(modal.brief())::fit);
  }

  /** Fits a group and publishes its ensemble. */
  public TrainedGroup fit(Sweep sweep) {
    WhyUnfit.of(sweep)
        .ifPresent(
            why -> {
              throw new TrainingException("group " + sweep.group() + ": " + why);
            });
    long start = System.nanoTime();
    Fitted settled = fitted(sweep, settings, prior, seed);
    FittedEnsemble fitted = settled.ensemble();
    double seconds = (System.nanoTime() - start) * 1e-9;
    Identity identity = identities.get(sweep.group().path());
    Map<String, String> used = new TreeMap<>();
    used.put("settings", settings.toString());
    if (settled.effects().settles()) {
      used.put(EFFECT_RULES, settled.effects().rules().text());
      used.put("fitted at", ScheduleSettings.inWords(settled.effects().reference()));
    }
    EffectWords words = new EffectWords(settled.effects());
    if (!words.lines().isEmpty()) {
      used.put(HYPERPARAMETERS, String.join("; ", words.lines()));
    }
    used.put("prior", prior.idFor(sweep.runs().size()));
    EnsembleCard card =
        new EnsembleCard(
            EnsembleCard.FORMAT,
            identity.id(),
            sweep.group().model(),
            sweep.group().dataset(),
            sweep.group().optimizer(),
            identity.fingerprint(),
            identity.snapshot(),
            sweep.runs().stream().map(Run::run).toList(),
            fitted.modal().members().size(),
            fitted.chosen().name(),
            Map.of(),
            fitted.heldOut().stream()
                .map(
                    error ->
                        new EnsembleCard.HeldOut(
                            error.forecaster(),
                            error.mae(),
                            error.r2(),
                            error.sigmaCv(),
                            error.runs()))
                .toList(),
            new EnsembleCard.Verdict(fitted.verdict().kind().label(), fitted.verdict().words()),
            fitted.bands().map(GroupTraining::bands).orElse(null),
            fitted
                .ends()
                .bands()
                .map(bands -> new EnsembleCard.Outcomes(bands.factor(), bands.tail(), bands.runs()))
                .orElse(null),
            learning(fitted.learning()),
            used,
            seed,
            CodeVersion.current(),
            identity.created(),
            seconds);
    ensembles.publish(
        sweep.group(),
        new Ensembles.Stored(card, fitted.modal(), fitted.residual(), fitted.curves()));
    SweepLengths lengths = SweepLengths.of(sweep);
    return TrainedGroup.newlyFitted(card).telling(lengths.several() ? lengths.words() : null);
  }

  private static EnsembleCard.Bands bands(CalibratedBands bands) {
    BandCalibration calibration = bands.calibration();
    return new EnsembleCard.Bands(
        calibration.factor(),
        calibration.floor(),
        calibration.tail(),
        calibration.runs(),
        bands.coverage().one(),
        bands.coverage().two());
  }

  private static Map<String, Integer> learning(SweepLearning learning) {
    Map<String, Integer> counts = new TreeMap<>();
    for (LearningStatus status : LearningStatus.values()) {
      if (learning.count(status) > 0) {
        counts.put(status.words(), learning.count(status));
      }
    }
    return counts;
  }
}
