package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Forecaster;
import io.lode.forecast.SweepOutcomes;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLengths;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchSizeTest {

  private static final int EXAMPLES = 16_000;
  private static final Sweep PLAIN = BatchRuns.sameExamples(30, EXAMPLES, 0);
  private static final Effects OF_PLAIN = effects(PLAIN);

  private static Effects effects(Sweep sweep) {
    return Effects.of(
        sweep,
        HyperparameterRoles.NONE,
        HyperparameterConfig.standard(),
        new ModalTrainer(ModalConfig.standard(1).brief())::fit);
  }

  @Test
  void runsOfOtherBatchSizesAreJudgedAfterTheSameNumberOfExamples() {
    assertThat(OF_PLAIN.rules().clock()).isEqualTo(EffectRules.Clock.EXAMPLES);
    SettledSweep settled = SettledSweep.of(PLAIN, OF_PLAIN, Map.of("batch_size", "16"));
    assertThat(SweepLengths.of(settled.sweep()).several()).isFalse();
    assertThat(settled.sweep().totalSteps()).isCloseTo(EXAMPLES / 16.0, within(1e-6));
    SweepOutcomes outcomes = settled.outcomes(settled.sweep().totalSteps());
    assertThat(outcomes.finished()).hasSize(30);
    SweepOutcomes before = SweepOutcomes.of(PLAIN, PLAIN.totalSteps());
    assertThat(before.finished()).hasSizeLessThan(30);
  }

  @Test
  void plainDescentConvertsRatesByTheBatch() {
    assertThat(OF_PLAIN.rules().rateExponent()).isEqualTo(1);
    assertThat(new EffectWords(OF_PLAIN).lines().get(0))
        .matches(
            "batch sizes differ: runs are compared after the same number of examples, steps are"
                + " those of batch_size=(8|16|32); a run of twice the batch counts as one of 0.50"
                + " times the rate");
  }

  @Test
  void updatesThatGrowWithTheRootOfTheBatchConvertRatesByThatRoot() {
    assertThat(effects(BatchRuns.sameExamples(30, EXAMPLES, 0.5)).rules().rateExponent())
        .isEqualTo(0.5);
  }

  @Test
  void runsOfTheSameNumberOfStepsAreComparedAfterTheSameStep() {
    Sweep sweep =
        new Sweep(
            PLAIN.group(),
            PLAIN.objective(),
            PLAIN.runs().stream()
                .map(
                    run ->
                        BatchRuns.run(
                            run.run(),
                            run.trajectory().learningRate()[0],
                            Integer.parseInt(run.hyperparameters().get("batch_size")),
                            1000,
                            1,
                            1))
                .toList());
    Effects effects = effects(sweep);
    assertThat(effects.rules().clock()).isEqualTo(EffectRules.Clock.STEPS);
    assertThat(SettledSweep.of(sweep, effects, effects.reference()).sweep().totalSteps())
        .isEqualTo(1000);
  }

  @Test
  void forecastsARunInItsOwnSteps() {
    Effects effects = OF_PLAIN;
    SettledSweep settled = SettledSweep.of(PLAIN, effects, effects.reference());
    Forecaster base = new ModalTrainer(ModalConfig.standard(1).brief()).fit(settled.sweep());
    Forecaster forecaster =
        new SettledForecaster(base, effects, effects.reference(), effects.reference());
    for (Run run : PLAIN.runs().subList(0, 3)) {
      double[] steps = {0.5 * run.totalSteps(), run.totalSteps()};
      double[] mean = forecaster.of(run).forecast(run.schedule(), steps).mean();
      double[] loss = run.trajectory().objective();
      assertThat(mean[1]).isCloseTo(Math.log(loss[loss.length - 1]), within(0.08));
      assertThat(mean[0]).isCloseTo(Math.log(loss[loss.length / 2 - 1]), within(0.08));
    }
  }

  @Test
  void aRateThatOnlySmallBatchesWereConvertedToIsNotSurvived() {
    SettledSweep settled = SettledSweep.of(PLAIN, OF_PLAIN, Map.of("batch_size", "64"));
    double largest =
        PLAIN.runs().stream()
            .mapToDouble(run -> run.trajectory().learningRate()[0])
            .max()
            .orElse(0);
    double horizon = settled.sweep().totalSteps();
    assertThat(SweepOutcomes.of(settled.sweep(), horizon).bounds().maximum())
        .isGreaterThan(1.5 * largest);
    assertThat(settled.outcomes(horizon).bounds().maximum()).isLessThanOrEqualTo(largest);
  }
}
