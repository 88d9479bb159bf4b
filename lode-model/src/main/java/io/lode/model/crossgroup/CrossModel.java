package io.lode.model.crossgroup;

import io.lode.forecast.Forecaster;
import io.lode.forecast.TrainingException;
import io.lode.prior.RunFingerprint;
import io.lode.prior.SeenGroupException;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.List;
import java.util.Optional;

/**
 * A latent ODE of training dynamics that was trained on many groups.
 *
 * @param config it was trained with
 * @param readout what its states are read as
 * @param weights (member, value)
 * @param expectations what each member expects of the code of another group
 * @param seen the groups that it was trained on
 */
public record CrossModel(
    CrossConfig config,
    CrossReadout readout,
    double[][] weights,
    List<CodeExpectation> expectations,
    List<SeenGroup> seen) {

  /** Copies the lists. */
  public CrossModel {
    expectations = List.copyOf(expectations);
    seen = List.copyOf(seen);
  }

  /**
   * Forecasts a group that was not seen: its code is inferred from its runs.
   *
   * @param known its runs, at least one that learned
   * @throws SeenGroupException if the model was trained on a group of this name, or on one of its
   *     runs under any name
   * @throws TrainingException if no run can be used
   * @throws IllegalStateException if the model is read as corrections
   */
  public CrossForecaster forecaster(Sweep known) {
    if (readout != CrossReadout.LOSS) {
      throw new IllegalStateException(
          "the model corrects another forecaster; name it by correcting(known, base)");
    }
    return forecaster(known, Optional.empty());
  }

  /**
   * Corrects a forecaster of a group that was not seen.
   *
   * @param known the group's runs
   * @param base fitted to them in the way that the model was trained to correct
   * @throws SeenGroupException if the model was trained on a group of this name, or on one of its
   *     runs under any name
   * @throws TrainingException if no run can be used
   * @throws IllegalStateException if the model is read as losses
   */
  public CrossForecaster correcting(Sweep known, Forecaster base) {
    if (readout != CrossReadout.CORRECTION) {
      throw new IllegalStateException("the model forecasts losses; it corrects no forecaster");
    }
    return forecaster(known, Optional.of(base));
  }

  private CrossForecaster forecaster(Sweep known, Optional<Forecaster> base) {
    requireUnseen(known);
    Sweep learned = SweepLearning.teaching(known);
    GroupView group;
    try {
      group = GroupView.of(learned, learned.runs(), base);
    } catch (IllegalArgumentException e) {
      throw new TrainingException(e.getMessage());
    }
    return new CrossForecaster(this, group, new CodeFit(this, group).infer(), base);
  }

  /**
   * Makes sure that a forecast of this group's runs is a fair one.
   *
   * @throws SeenGroupException if the model was trained on a group of this name, or on one of its
   *     runs under any name
   */
  public void requireUnseen(Sweep sweep) {
    for (SeenGroup group : seen) {
      if (group.group().equals(sweep.group())) {
        throw new SeenGroupException(
            "the latent ODE across groups was trained on group "
                + sweep.group()
                + ", so that its code is not inferred from these runs alone; expected a model"
                + " trained without it");
      }
      for (Run run : sweep.runs()) {
        if (group.runs().contains(RunFingerprint.of(run))) {
          throw new SeenGroupException(
              "the latent ODE across groups was trained on run "
                  + run.run()
                  + " of group "
                  + sweep.group()
                  + " as a run of group "
                  + group.group()
                  + "; expected a model trained without it");
        }
      }
    }
  }
}
