package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaryingHyperparametersTest {

  private static final double[] RATES = {0.1, 0.4, 0.2, 0.3, 0.15, 0.05, 0.25, 0.35, 0.45, 0.5};

  /** Forty runs; the rates come in an order that no value below has. */
  private static VariedRuns runs(String name, IntFunction<String> value) {
    VariedRuns runs = new VariedRuns();
    for (int i = 0; i < 40; i++) {
      String text = value.apply(i);
      runs.run(RATES[i * 7 % 10], 0, text == null ? Map.of() : Map.of(name, text));
    }
    return runs;
  }

  @Test
  void aNumberThatVariesCounts() {
    assertThat(runs("weight_decay", i -> "0." + (1 + i % 9)).leftOut("weight_decay")).isNull();
  }

  @Test
  void oneThatNeverVariesIsLeftOut() {
    assertThat(runs("weight_decay", i -> i % 2 == 0 ? "0.1" : "1e-1").leftOut("weight_decay"))
        .isEqualTo("is 0.1 in every run");
  }

  @Test
  void aTextInOneRunAndANumberInAnotherIsToldWithBothRuns() {
    assertThat(runs("weight_decay", i -> i == 3 ? "auto" : "0." + i).leftOut("weight_decay"))
        .isEqualTo(
            "is the number 0.0 in run run-100 and the text 'auto' in run run-103; a number or a"
                + " text in all runs would count");
  }

  @Test
  void fortyCategoriesAreToldWithTheirNumber() {
    assertThat(runs("activation", i -> "kind" + i).leftOut("activation"))
        .isEqualTo("has 40 different texts in 40 runs, more than the 10 that can be told apart");
  }

  @Test
  void oneThatIsMissingInHalfOfTheRunsCounts() {
    assertThat(runs("dropout", i -> i % 2 == 0 ? null : "0." + (1 + i % 9)).leftOut("dropout"))
        .isNull();
  }

  @Test
  void oneThatHardlyAnyRunHasIsLeftOut() {
    assertThat(runs("dropout", i -> i < 3 ? "0." + i : null).leftOut("dropout"))
        .isEqualTo("has a value in 3 of 40 runs only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lr",
        "learning_rate",
        "optimizer.lr",
        "peak_lr",
        "warmup_fraction",
        "epochs",
        "peak",
        "schedule.peak_value",
        "base_rate"
      })
  void whatDescribesTheScheduleIsLeftOut(String name) {
    assertThat(runs(name, i -> String.valueOf(i * 7 % 10)).leftOut(name))
        .isEqualTo("belongs to the learning rate's schedule, which was logged");
  }

  @Test
  void aNumberThatGoesWithTheRateUnderAnotherNameIsLeftOut() {
    assertThat(runs("alpha", i -> String.valueOf(3 * RATES[i * 7 % 10])).leftOut("alpha"))
        .isEqualTo("goes with the peak rate (rank correlation 1.00) and cannot be told from it");
  }

  /** Jobs that follow a published schedule leave their own peak at its default. */
  @Test
  void theRateIsKnownUnderAnotherNameWhereFollowingJobsLogItsDefault() {
    assertThat(
            runs("alpha", i -> i < 10 ? String.valueOf(RATES[i * 7 % 10]) : "0.001")
                .leftOut("alpha"))
        .isEqualTo(
            "goes with the peak rate where it is not 0.001 (rank correlation 1.00) and cannot be"
                + " told from it");
  }

  @Test
  void aFewRunsThatHappenToGoWithTheRateAreNotEnough() {
    assertThat(
            runs("dropout", i -> i < 5 ? String.valueOf(RATES[i * 7 % 10]) : "0")
                .leftOut("dropout"))
        .isNull();
  }

  @Test
  void theRunsNameIsLeftOutUnderAnyName() {
    assertThat(runs("who", i -> "run-" + (100 + i)).leftOut("who")).isEqualTo("is the run's name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"seed", "run_name", "output_dir", "data.path", "trial_id", "host"})
  void whatNamesTheRunIsLeftOut(String name) {
    assertThat(runs(name, i -> String.valueOf(i * 3 % 17)).leftOut(name))
        .isEqualTo("names the run and says nothing of how it trained");
  }

  @ParameterizedTest
  @ValueSource(strings = {"weight_decay", "optimizer.weight_decay", "beta1", "batch_size", "decay"})
  void whatTrainsCounts(String name) {
    assertThat(runs(name, i -> String.valueOf(i * 3 % 17)).leftOut(name)).isNull();
  }

  @Test
  void pathsAreLeftOut() {
    assertThat(runs("init", i -> "/data/" + i % 3).leftOut("init")).isEqualTo("is a path");
  }

  @Test
  void oneThatRepeatsAnotherIsLeftOut() {
    VariedRuns runs = new VariedRuns();
    for (int i = 0; i < 40; i++) {
      String value = "0." + (1 + i % 9);
      runs.run(RATES[i * 7 % 10], 0, Map.of("wd", value, "weight_decay", value));
    }
    assertThat(runs.leftOut("weight_decay")).isEqualTo("has the same value in each run as wd");
    assertThat(runs.leftOut("wd")).isNull();
  }

  @Test
  void whatIsDeclaredCountsAndNothingElse() {
    VariedRuns runs = new VariedRuns();
    for (int i = 0; i < 40; i++) {
      runs.run(
          RATES[i * 7 % 10], 0, Map.of("dropout", "0." + (1 + i % 9), "seed", "" + (i * 3 % 17)));
    }
    VaryingHyperparameters looked =
        VaryingHyperparameters.of(
            runs.evaluated(),
            HyperparameterRoles.of(Set.of("seed"), Set.of(), Set.of()),
            HyperparameterConfig.standard());
    assertThat(looked.names()).containsExactly("seed");
    assertThat(looked.leftOut()).containsEntry("dropout", "is not among those that count");
    VaryingHyperparameters ignored =
        VaryingHyperparameters.of(
            runs.evaluated(),
            HyperparameterRoles.of(List.of(), List.of("dropout"), List.of()),
            HyperparameterConfig.standard());
    assertThat(ignored.names()).isEmpty();
    assertThat(ignored.leftOut()).containsEntry("dropout", "is to be ignored");
  }
}
