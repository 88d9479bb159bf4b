package io.lode.model.crossgroup;

import ai.djl.ndarray.types.DataType;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrainingException;
import io.lode.model.network.FitCheckpoints;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Trains a latent ODE across groups.
 *
 * <p>Each group is seen several times, each time in the units that another few of its runs give, as
 * a group with few runs will be. Runs that did not learn are left out.
 */
public final class CrossTrainer {

  /** How many runs give the units, one view each. Count. */
  private static final int[] KNOWN = {1, 2, 3, 6, 12};

  /** Most runs of a group in a view. Count. */
  private static final int MOST_RUNS = 24;

  private final CrossConfig config;

  /** Trains with the given settings. */
  public CrossTrainer(CrossConfig config) {
    this.config = config;
  }

  /**
   * Trains a model of losses.
   *
   * @param groups to learn from
   * @param checkpoints of these groups under these settings
   * @throws TrainingException if no group can be used
   * @throws IllegalArgumentException if the last checkpoint is of other sizes
   */
  public CrossModel ofLosses(List<Sweep> groups, FitCheckpoints checkpoints) {
    return train(CrossReadout.LOSS, groups, views(groups, Optional.empty()), checkpoints);
  }

  /**
   * Trains a model of what another forecaster gets wrong about runs that it has not seen.
   *
   * @param base from a sweep to its forecaster; it must not have seen the group otherwise
   */
  public CrossModel ofCorrections(
      List<Sweep> groups, Function<Sweep, ? extends Forecaster> base, FitCheckpoints checkpoints) {
    return train(CrossReadout.CORRECTION, groups, views(groups, Optional.of(base)), checkpoints);
  }

  private List<GroupView> views(
      List<Sweep> groups, Optional<Function<Sweep, ? extends Forecaster>> base) {
    List<GroupView> views = new ArrayList<>();
    for (Sweep group : groups) {
      Sweep learned = SweepLearning.teaching(group);
      for (int view = 0; view < KNOWN.length; view++) {
        if (learned.runs().size() > KNOWN[view]) {
          view(learned, KNOWN[view], config.seed() * 100 + view, base).ifPresent(views::add);
        }
      }
    }
    return views;
  }

  private static Optional<GroupView> view(
      Sweep learned, int count, long seed, Optional<Function<Sweep, ? extends Forecaster>> base) {
    List<Run> runs = new ArrayList<>(learned.runs());
    Collections.shuffle(runs, new Random(seed));
    Sweep known = new Sweep(learned.group(), learned.objective(), runs.subList(0, count));
    List<Run> shown = runs.subList(0, Math.min(MOST_RUNS, runs.size()));
    try {
      Optional<Forecaster> fitted =
          base.isPresent() ? Optional.of(base.get().apply(known)) : Optional.empty();
      GroupView view = GroupView.of(known, shown, fitted);
      return view.runs().isEmpty() ? Optional.empty() : Optional.of(view);
    } catch (TrainingException | IllegalArgumentException e) {
      // A draw of runs that cannot be fitted teaches nothing; others of the group do.
      return Optional.empty();
    }
  }

  private CrossModel train(
      CrossReadout readout, List<Sweep> groups, List<GroupView> views, FitCheckpoints checkpoints) {
    if (views.isEmpty()) {
      throw new TrainingException(
          "none of "
              + groups.size()
              + " groups has two runs that learned; expected at least one, of which one run gives"
              + " the units and another is forecast");
    }
    CrossFit fit = new CrossFit(config, readout, views, DataType.FLOAT32);
    checkpoints.last().ifPresent(fit::restore);
    while (fit.step() < config.steps()) {
      fit.runTo((int) Math.min(config.steps(), (long) fit.step() + checkpoints.everySteps()));
      if (fit.step() < config.steps()) {
        checkpoints.save(fit.checkpoint());
      }
    }
    List<CodeExpectation> expectations = new ArrayList<>();
    for (int member = 0; member < config.members(); member++) {
      expectations.add(fit.expectation(member));
    }
    return new CrossModel(
        config, readout, fit.weights(), expectations, groups.stream().map(SeenGroup::of).toList());
  }
}
