package io.lode.prior;

import io.lode.longrun.LongRunTrainer;
import io.lode.trajectory.Sweep;
import java.util.List;

/** Reads off a group what it teaches other groups: one fit, in transferable units. */
public final class PriorTrainer {

  private final LongRunTrainer trainer;
  private final PriorConfig config;

  /** Fits with the given settings. */
  public PriorTrainer(LongRunTrainer trainer, PriorConfig config) {
    this.trainer = trainer;
    this.config = config;
  }

  /** What a group teaches. */
  public GroupEvidence evidence(Sweep sweep) {
    List<String> runs = RunFingerprint.of(sweep);
    return GroupEvidence.of(trainer.evidence(sweep), runs, config.smoothness());
  }
}
