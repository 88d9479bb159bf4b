package io.lode.lab.bench;

import io.lode.forecast.FittingMethod;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.conf.settings.PriorSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.longrun.LongRunTrainer;
import io.lode.prior.GroupEvidence;
import io.lode.prior.Prior;
import io.lode.prior.PriorArtifact;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep of few runs is shrunk to, as {@code lode train} does it.
 *
 * @param prior from published logs alone
 * @param fewRuns number of runs below which it is used
 * @param longRuns settings of the model that it speaks of
 */
public record FewRunPrior(Prior prior, int fewRuns, LongRunSettings longRuns) {

  /** Dataset of the groups of the bundled prior that are simulated. */
  private static final String SIMULATED = "simulated";

  /** The prior that comes with LODE, without what simulated worlds taught: they are the test. */
  public static FewRunPrior ofPublishedLogs(Settings settings) {
    Prior bundled = PriorArtifact.bundled().prior();
    List<GroupEvidence> published =
        bundled.groups().stream()
            .filter(group -> !group.group().dataset().equals(SIMULATED))
            .toList();
    return new FewRunPrior(
        Prior.of(bundled.config(), published),
        PriorSettings.of(settings).fewRuns(),
        LongRunSettings.of(settings));
  }

  /** Fits sweeps of few runs under the prior, and others by another method. */
  FittingMethod around(FittingMethod other, long seed) {
    LongRunTrainer trainer = longRuns.trainer(seed).expecting(Optional.of(prior));
    return new FittingMethod(
        other.name(),
        sweep ->
            sweep.runs().size() < fewRuns ? trainer.modal().fit(sweep) : other.fit().apply(sweep));
  }
}
