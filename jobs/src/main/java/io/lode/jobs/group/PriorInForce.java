package io.lode.jobs.group;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.modal.ModalExpectation;
import io.lode.prior.PriorArtifact;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.Optional;

/**
 * What fits are shrunk to, and how, as tasks carry it.
 *
 * @param artifact the prior; null for none
 * @param fewRuns number of runs below which an ensemble is fitted under it
 * @param longRuns settings of the model that it speaks of
 */
public record PriorInForce(PriorArtifact artifact, int fewRuns, LongRunSettings longRuns)
    implements Serializable {

  /** What cards and messages say where there is none. */
  public static final String NONE = "none";

  /** Its id, {@link #NONE} where there is none. */
  public String id() {
    return artifact == null ? NONE : artifact.id();
  }

  /** Its id where a group of so many runs is fitted under it, {@link #NONE} elsewhere. */
  public String idFor(long runs) {
    return runs < fewRuns ? id() : NONE;
  }

  /** The trainer of forecasts beyond the runs. */
  public LongRunTrainer longRuns(long seed) {
    return longRuns.trainer(seed).expecting(expectation());
  }

  /** The same for a fair test of a group: estimated without what the group taught. */
  public PriorInForce without(Sweep whole) {
    return artifact == null
        ? this
        : new PriorInForce(
            PriorArtifact.of(
                artifact.prior().without(whole),
                artifact.sources(),
                artifact.created(),
                artifact.code()),
            fewRuns,
            longRuns);
  }

  /** The trainer of ensembles. */
  public EnsembleTrainer ensembles(TrainSettings settings, long seed) {
    EnsembleTrainer trainer = settings.trainer(seed);
    return artifact == null
        ? trainer
        : trainer.with(new EnsembleTrainer.FewRuns(fewRuns, longRuns(seed).modal()));
  }

  private Optional<ModalExpectation> expectation() {
    return Optional.ofNullable(artifact).map(PriorArtifact::prior);
  }
}
