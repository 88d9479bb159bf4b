package io.lode.lab.prior;

import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.lab.prior.PublicFamilies.Member;
import io.lode.model.crossgroup.BlendedForecaster;
import io.lode.model.crossgroup.CrossConfig;
import io.lode.model.crossgroup.CrossForecaster;
import io.lode.model.crossgroup.CrossModel;
import io.lode.model.crossgroup.CrossTrainer;
import io.lode.model.network.FitCheckpoints;
import io.lode.prior.GroupEvidence;
import io.lode.prior.Prior;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The latent ODE across groups, trained without the family that it is judged on: alone, blended
 * with the model of long runs under a prior, and as a correction of that model.
 *
 * <p>To train fewer models, several families are left out of one: then none of them was seen.
 */
public final class AcrossGroups implements PriorBench.Further {

  /**
   * How many times fewer steps corrections are trained: they are small, and more steps make them
   * fit what does not transfer. Ratio.
   */
  private static final int FEWER_STEPS = 4;

  private final PriorBench bench;
  private final List<Member> members;
  private final List<GroupEvidence> evidence;
  private final CrossConfig config;
  private final int folds;
  private final Consumer<String> progress;
  private final List<String> families;
  private final Map<Integer, Trained> trained = new HashMap<>();

  /** The models of a fold. */
  private record Trained(CrossModel losses, CrossModel corrections) {}

  /**
   * Prepares the training.
   *
   * @param bench that fits the model of long runs
   * @param members all groups, of which those of a fold's families are left out
   * @param evidence what the groups say
   * @param families that are judged
   * @param folds of families, at least 1; each family in one of its own where there are as many
   * @param progress takes a line at a time
   */
  public AcrossGroups(
      PriorBench bench,
      List<Member> members,
      List<GroupEvidence> evidence,
      List<String> families,
      CrossConfig config,
      int folds,
      Consumer<String> progress) {
    if (folds < 1) {
      throw new IllegalArgumentException("folds must be at least 1, found " + folds);
    }
    this.bench = bench;
    this.members = List.copyOf(members);
    this.evidence = List.copyOf(evidence);
    this.config = config;
    this.folds = folds;
    this.progress = progress;
    this.families = List.copyOf(families);
  }

  @Override
  public List<FittingMethod> without(String family, Prior prior) {
    Trained models =
        trained.computeIfAbsent(families.indexOf(family) % folds, this::trainedWithout);
    Function<Sweep, Forecaster> base = bench.longRuns().expecting(Optional.of(prior))::fit;
    String together = PriorBench.LONG_RUN + PriorBench.WITH_PRIOR;
    return List.of(
        new FittingMethod(CrossForecaster.NAME, models.losses()::forecaster),
        new FittingMethod(
            together + " & " + CrossForecaster.NAME,
            sweep -> new BlendedForecaster(base.apply(sweep), models.losses().forecaster(sweep))),
        new FittingMethod(
            together + " + " + CrossForecaster.NAME,
            sweep -> models.corrections().correcting(sweep, base.apply(sweep))));
  }

  private Trained trainedWithout(int fold) {
    List<String> left = new ArrayList<>();
    for (int i = fold; i < families.size(); i += folds) {
      left.add(families.get(i));
    }
    List<Sweep> others =
        members.stream()
            .filter(member -> !left.contains(member.family()))
            .map(Member::sweep)
            .toList();
    Prior prior = bench.withoutFamilies(members, evidence, left);
    Function<Sweep, Forecaster> base = bench.longRuns().expecting(Optional.of(prior))::fit;
    CrossTrainer trainer = new CrossTrainer(config);
    CrossTrainer shorter =
        new CrossTrainer(config.ofSteps(Math.max(1, config.steps() / FEWER_STEPS)));
    return new Trained(
        timed(left, others, () -> trainer.ofLosses(others, FitCheckpoints.none())),
        timed(left, others, () -> shorter.ofCorrections(others, base, FitCheckpoints.none())));
  }

  private CrossModel timed(List<String> left, List<Sweep> groups, Supplier<CrossModel> training) {
    long start = System.nanoTime();
    CrossModel model = training.get();
    double seconds = (System.nanoTime() - start) / 1e9;
    progress.accept(
        String.format(
            Locale.ROOT,
            "bench: %s without %s: %d groups, %d steps in %.1f s",
            model.readout().name().toLowerCase(Locale.ROOT),
            left,
            groups.size(),
            model.config().steps(),
            seconds));
    return model;
  }
}
