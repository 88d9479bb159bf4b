package io.lode.jobs.group;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.EnsembleCard;
import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.FittedEnsemble;
import io.lode.forecast.TrainingException;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.store.artifacts.Ensembles;
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
 * @param seed of the fit
 * @param identities of the ensembles by their group's path
 */
public record GroupTraining(
    Ensembles ensembles, TrainSettings settings, long seed, Map<String, Identity> identities)
    implements Serializable {

  /** What an ensemble is known by before it is fitted. */
  public record Identity(String id, String fingerprint, String snapshot, String created)
      implements Serializable {}

  /**
   * What a training task fits, without publishing it.
   *
   * @param settings of the fit; they say whether held-out error is measured
   */
  public static FittedEnsemble fitted(Sweep sweep, TrainSettings settings, long seed) {
    EnsembleTrainer trainer = settings.trainer(seed);
    return settings.heldOut() ? trainer.fit(sweep) : trainer.fitUnmeasured(sweep);
  }

  /** Fits a group and publishes its ensemble. */
  public TrainedGroup fit(Sweep sweep) {
    WhyUnfit.of(sweep)
        .ifPresent(
            why -> {
              throw new TrainingException("group " + sweep.group() + ": " + why);
            });
    long start = System.nanoTime();
    FittedEnsemble fitted = fitted(sweep, settings, seed);
    double seconds = (System.nanoTime() - start) * 1e-9;
    Identity identity = identities.get(sweep.group().path());
    Map<String, String> used = new TreeMap<>();
    used.put("settings", settings.toString());
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
