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
import io.lode.prior.Prior;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The latent ODE across groups, trained on all families but one: alone, and as a correction of the
 * model of long runs under the prior of the same families.
 *
 * @param bench that fits the model of long runs
 * @param members all groups, of which those of the family are left out
 * @param config of the training; no steps, no predictors
 * @param progress takes a line at a time
 */
public record AcrossGroups(
    PriorBench bench, List<Member> members, CrossConfig config, Consumer<String> progress)
    implements PriorBench.Further {

  /**
   * How many times fewer steps corrections are trained: they are small, and more steps make them fit
   * what does not transfer. Ratio.
   */
  private static final int FEWER_STEPS = 4;

  @Override
  public List<FittingMethod> without(String family, Prior prior) {
    List<Sweep> others =
        members.stream()
            .filter(member -> !member.family().equals(family))
            .map(Member::sweep)
            .toList();
    CrossTrainer trainer = new CrossTrainer(config);
    CrossTrainer shorter = new CrossTrainer(config.ofSteps(Math.max(1, config.steps() / FEWER_STEPS)));
    Function<Sweep, Forecaster> base = bench.longRuns().expecting(Optional.of(prior))::fit;
    CrossModel alone = timed(family, others, () -> trainer.ofLosses(others, FitCheckpoints.none()));
    CrossModel correction =
        timed(family, others, () -> shorter.ofCorrections(others, base, FitCheckpoints.none()));
    return List.of(
        new FittingMethod(CrossForecaster.NAME, alone::forecaster),
        new FittingMethod(
            PriorBench.LONG_RUN + " + prior & " + CrossForecaster.NAME,
            sweep -> new BlendedForecaster(base.apply(sweep), alone.forecaster(sweep))),
        new FittingMethod(
            PriorBench.LONG_RUN + " + prior + " + CrossForecaster.NAME,
            sweep -> correction.correcting(sweep, base.apply(sweep))));
  }

  private CrossModel timed(
      String family, List<Sweep> groups, Supplier<CrossModel> training) {
    long start = System.nanoTime();
    CrossModel model = training.get();
    double seconds = (System.nanoTime() - start) / 1e9;
    progress.accept(
        String.format(
            Locale.ROOT,
            "bench: %s without %s: %d groups, %d steps in %.1f s",
            model.readout().name().toLowerCase(Locale.ROOT),
            family,
            groups.size(),
            model.config().steps(),
            seconds));
    return model;
  }
}
