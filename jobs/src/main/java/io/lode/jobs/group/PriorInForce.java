package io.lode.jobs.group;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.forecast.Forecaster;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.modal.ModalExpectation;
import io.lode.prior.PriorArtifact;
import io.lode.prior.PriorTrainer;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.Optional;

/**
 * What fits are shrunk to, and how, as tasks carry it.
 *
 * @param artifact the prior; null for none
 * @param fewRuns number of runs below which an ensemble is fitted under it
 * @param fewRunsBeyond number of runs below which forecasts beyond the runs are made under it
 * @param longRuns settings of the model that it speaks of
 */
public record PriorInForce(
    PriorArtifact artifact, int fewRuns, int fewRunsBeyond, LongRunSettings longRuns)
    implements Serializable {

  /**
   * Fewest runs that a forecast beyond the runs is shrunk with. Count: of families that the prior
   * had not seen, single runs were forecast a seventh worse under it.
   */
  private static final int FEWEST_RUNS = 2;

  /** Draws that show how far a relative may differ. Count. */
  private static final int LIKE_MEMBERS = 32;

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

  /** Its id where forecasts beyond a group's runs are shrunk to it, {@link #NONE} elsewhere. */
  public String idForLongRuns(Sweep sweep) {
    return shrinks(sweep) ? id() : NONE;
  }

  /** The trainer of forecasts beyond the runs of a group. */
  public LongRunTrainer longRuns(Sweep sweep, long seed) {
    return shrinks(sweep) ? shrunk(seed) : longRuns.trainer(seed);
  }

  private boolean shrinks(Sweep sweep) {
    int runs = sweep.runs().size();
    return runs >= FEWEST_RUNS && runs < fewRunsBeyond;
  }

  private LongRunTrainer shrunk(long seed) {
    return longRuns
        .trainer(seed)
        .expecting(Optional.ofNullable(artifact).<ModalExpectation>map(PriorArtifact::prior));
  }

  /**
   * A forecast of a group without runs, from the runs of a relative.
   *
   * @throws IllegalArgumentException if there is no prior to say how far relatives differ
   */
  public Forecaster like(Sweep relative, long seed) {
    if (artifact == null) {
      throw new IllegalArgumentException("a forecast from a relative needs a prior, found none");
    }
    return new PriorTrainer(longRuns.trainer(seed), artifact.prior().config())
        .like(artifact.prior(), relative, LIKE_MEMBERS, seed);
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
            fewRunsBeyond,
            longRuns);
  }

  /** The trainer of ensembles. */
  public EnsembleTrainer ensembles(TrainSettings settings, long seed) {
    EnsembleTrainer trainer = settings.trainer(seed);
    return artifact == null
        ? trainer
        : trainer.with(new EnsembleTrainer.FewRuns(fewRuns, shrunk(seed).modal()));
  }
}
