package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EffectsTest {

  private static double bowl(double weightDecay) {
    double off = Math.log10(weightDecay / 0.01);
    return 0.05 * off * off;
  }

  /** Runs at random rates and weight decays, and a dropout that does nothing. */
  private static VariedRuns runs(int count) {
    VariedRuns runs = new VariedRuns();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < count; i++) {
      double weightDecay = Math.pow(10, random.nextDouble(-4, 0));
      runs.run(
          0.02 * Math.pow(10, random.nextDouble()),
          bowl(weightDecay) + 0.004 * random.nextGaussian(),
          Map.of(
              "weight_decay",
              String.format(Locale.ROOT, "%.5g", weightDecay),
              "dropout",
              String.format(Locale.ROOT, "%.3g", random.nextDouble(0.1, 0.5))));
    }
    return runs;
  }

  @Test
  void findsWhatAHyperparameterDoesAndDropsOneThatDoesNothing() {
    Effects effects = runs(30).effects();
    assertThat(effects.used()).containsExactly("weight_decay");
    Effects.Change change =
        effects.change(Map.of("weight_decay", "0.01"), Map.of("weight_decay", "0.5"));
    assertThat(change.mean()).isCloseTo(bowl(0.5), within(0.03));
    assertThat(change.standardDeviation()).isBetween(1e-4, 0.05);
    assertThat(new EffectWords(effects).lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "weight_decay \\(number on a log scale\\) explains (9.|100)% of the differences"
                            + " that the rate leaves, and is taken off"))
        .contains("dropout explains nothing beside the rate, and is dropped");
  }

  @Test
  void anEffectGrowsWithTheTraining() {
    Effects effects = runs(30).effects();
    assertThat(effects.shownAt(0)).isZero();
    assertThat(effects.shownAt(0.5 * VariedRuns.STEPS)).isCloseTo(0.5, within(0.1));
    assertThat(effects.shownAt(VariedRuns.STEPS)).isEqualTo(1);
  }

  @Test
  void bringsRunsToOneSetting() {
    VariedRuns runs = runs(30);
    Effects effects = runs.effects();
    SettledSweep settled = SettledSweep.of(runs.sweep(), effects, Map.of("weight_decay", "0.01"));
    double before = 0;
    double after = 0;
    for (int i = 0; i < 30; i++) {
      Run run = runs.sweep().runs().get(i);
      double law = VariedRuns.law(run.trajectory().learningRate()[0], 59.0 / 60);
      before += Math.abs(outcome(runs.sweep(), i) - law) / 30;
      after += Math.abs(outcome(settled.sweep(), i) - law) / 30;
    }
    assertThat(after).isLessThan(0.2 * before);
    assertThat(settled.sweep().runs().get(0).trajectory().trainLoss())
        .isEqualTo(runs.sweep().runs().get(0).trajectory().trainLoss());
  }

  private static double outcome(Sweep sweep, int run) {
    return SweepOutcomes.of(sweep, VariedRuns.STEPS).runs().get(run).outcome();
  }

  @Test
  void forecastsARunUnderItsOwnSettings() {
    VariedRuns runs = runs(30);
    Effects effects = runs.effects();
    SettledForecaster forecaster =
        new SettledForecaster(
            VariedRuns.LAW, effects, Map.of("weight_decay", "0.01"), effects.reference());
    Run run =
        runs.sweep().runs().stream()
            .filter(one -> Double.parseDouble(one.hyperparameters().get("weight_decay")) > 0.3)
            .findFirst()
            .orElseThrow();
    double[] steps = {30, 60};
    double[] forecast = forecaster.of(run).forecast(run.schedule(), steps).mean();
    double[] law = VariedRuns.LAW.forecast(run.schedule(), steps).mean();
    double effect = bowl(Double.parseDouble(run.hyperparameters().get("weight_decay")));
    assertThat(forecast[1] - law[1]).isCloseTo(effect, within(0.03));
    assertThat(forecast[0] - law[0]).isCloseTo(0.5 * effect, within(0.03));
  }

  @Test
  void aHyperparameterThatSomeRunsLackAndOthersHaveAtOneValueIsNoRate() {
    VariedRuns runs = new VariedRuns();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20; i++) {
      runs.run(
          0.02 * Math.pow(10, random.nextDouble()),
          (i % 2 == 0 ? 0.3 : 0) + 0.004 * random.nextGaussian(),
          i % 2 == 0 ? Map.of("clip", "1.5") : Map.of());
    }
    assertThat(new EffectWords(runs.effects()).lines())
        .anySatisfy(line -> assertThat(line).startsWith("clip "));
  }

  @Test
  void tooFewRunsNameWhatConfoundsTheRate() {
    Effects effects = runs(6).effects();
    assertThat(effects.any()).isFalse();
    assertThat(effects.tooFew())
        .contains(
            "6 different runs learned and went to the end, fewer than the 8 that tell the rate from"
                + " dropout, weight_decay; repeats under other seeds count once");
    assertThat(effects.change(Map.of("dropout", "0.1"), Map.of("dropout", "0.5")).mean()).isZero();
  }

  @Test
  void repeatsUnderOtherSeedsCountOnce() {
    VariedRuns runs = new VariedRuns();
    for (int i = 0; i < 25; i++) {
      int trial = i % 5;
      runs.run(0.02 * (1 + trial * 2 % 5), 0.01 * i, Map.of("beta1", "0.9" + trial));
    }
    assertThat(runs.effects().tooFew().orElseThrow())
        .startsWith("5 different runs learned and went to the end, fewer than the 8 that tell");
  }

  @Test
  void aNumberThatActsAsAnotherRateIsFound() {
    VariedRuns runs = new VariedRuns();
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 40; i++) {
      double scale = Math.pow(10, random.nextDouble(-1, 1));
      double rate = 0.02 * Math.pow(10, random.nextDouble());
      double effect =
          VariedRuns.law(rate * Math.pow(scale, 0.35), 1)
              - VariedRuns.law(rate, 1)
              + 0.002 * random.nextGaussian();
      runs.run(rate, effect, Map.of("init_scale", String.format(Locale.ROOT, "%.5g", scale)));
    }
    Effects effects = runs.effects();
    assertThat(effects.rules().shifts()).containsOnlyKeys("init_scale");
    assertThat(effects.rules().shifts().get("init_scale").slope()).isBetween(0.2, 0.55);
    assertThat(new EffectWords(effects).lines())
        .anySatisfy(line -> assertThat(line).startsWith("init_scale acts as another rate: a run"));
    SettledSweep settled = SettledSweep.of(runs.sweep(), effects, Map.of("init_scale", "1"));
    double apart = 0;
    for (int i = 0; i < 40; i++) {
      double rate = settled.sweep().runs().get(i).trajectory().learningRate()[0];
      apart += Math.abs(outcome(settled.sweep(), i) - VariedRuns.law(rate, 59.0 / 60)) / 40;
    }
    assertThat(apart).isLessThan(0.03);
  }

  @Test
  void howUnsureAnEffectIsIsPartOfForecastsAndOfOutcomes() {
    VariedRuns runs = runs(30);
    Effects effects = runs.effects();
    Map<String, String> at = Map.of("weight_decay", "0.01");
    Map<String, String> far = Map.of("weight_decay", "300");
    assertThat(effects.doubt(at)).isBetween(1e-4, 0.05);
    assertThat(effects.doubt(far)).isGreaterThan(2 * effects.doubt(at));
    double[] end = {60};
    Run run = runs.sweep().runs().get(0);
    assertThat(
            new SettledForecaster(VariedRuns.LAW, effects, at, far)
                .forecast(run.schedule(), end)
                .standardDeviation()[0])
        .isCloseTo(effects.doubt(far), within(1e-9));
    SettledSweep settled = SettledSweep.of(runs.sweep(), effects, at);
    assertThat(settled.outcomes(VariedRuns.STEPS).runs())
        .allSatisfy(
            one ->
                assertThat(one.deviation())
                    .isCloseTo(
                        effects.change(effects.settings(one.run()), at).standardDeviation(),
                        within(1e-12)));
  }

  @Test
  void categoriesAndMissingValuesAreLevels() {
    VariedRuns runs = new VariedRuns();
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 30; i++) {
      boolean dropped = i % 2 == 0;
      runs.run(
          0.02 * Math.pow(10, random.nextDouble()),
          (dropped ? 0.1 : 0) + 0.004 * random.nextGaussian(),
          dropped ? Map.of() : Map.of("normalisation", "layer"));
    }
    Effects effects = runs.effects();
    assertThat(effects.used()).containsExactly("normalisation");
    assertThat(effects.change(Map.of("normalisation", "layer"), Map.of()).mean())
        .isCloseTo(0.1, within(0.01));
  }

  @Test
  void nothingIsAskedWhereNothingVaries() {
    VariedRuns runs = new VariedRuns().run(0.1, 0, Map.of()).run(0.2, 0, Map.of());
    Effects effects =
        Effects.of(
            runs.sweep(),
            HyperparameterRoles.NONE,
            HyperparameterConfig.standard(),
            unknown -> {
              throw new AssertionError("no forecaster is needed");
            });
    assertThat(effects.any()).isFalse();
    assertThat(SettledSweep.of(runs.sweep(), effects, Map.of()).sweep().runs())
        .isEqualTo(runs.sweep().runs());
  }
}
