package io.lode.prior;

import io.lode.forecast.TrainingException;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.modal.ModalEvidence;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalParameters;
import io.lode.model.modal.ModalPrior;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Reads off a group what it teaches other groups: one fit, in transferable units. */
public final class PriorTrainer {

  private final LongRunTrainer trainer;
  private final PriorConfig config;

  /** Fits with the given settings. */
  public PriorTrainer(LongRunTrainer trainer, PriorConfig config) {
    this.trainer = trainer;
    this.config = config;
  }

  /**
   * What a group teaches.
   *
   * @throws TrainingException if no run has a usable observation, or the fit is so sharp that
   *     nothing can be read off it
   */
  public GroupEvidence evidence(Sweep sweep) {
    List<String> runs = RunFingerprint.of(sweep);
    return GroupEvidence.of(trainer.evidence(sweep), runs, config.smoothness());
  }

  /**
   * A forecast of a group that has no run yet, from a relative: what the prior expects of groups of
   * the relative's family, in the units of the relative's runs.
   *
   * @param members of the forecast: the expectation itself, then draws from it
   */
  public ModalForecaster like(Prior prior, Sweep relative, int members, long seed) {
    ModalEvidence fit = trainer.evidence(relative);
    GroupEvidence evidence =
        GroupEvidence.of(fit, RunFingerprint.of(relative), config.smoothness());
    ModalPrior expected = prior.like(fit.setting(), evidence);
    SplittableRandom random = new SplittableRandom(seed);
    List<ModalParameters> drawn = new ArrayList<>();
    drawn.add(new ModalParameters(expected.mean()));
    while (drawn.size() < members) {
      drawn.add(new ModalParameters(expected.draw(random)));
    }
    return new ModalForecaster(fit.setting().basis(), drawn);
  }
}
