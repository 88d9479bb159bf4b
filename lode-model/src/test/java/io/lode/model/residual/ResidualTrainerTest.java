package io.lode.model.residual;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.FitConfig;
import io.lode.ensemble.FittedEnsemble;
import io.lode.evaluation.HeldOutConfig;
import io.lode.model.law.LawConfig;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.model.modal.ModalWeightConfig;
import io.lode.model.process.CurveConfig;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResidualTrainerTest {

  private static final double TOTAL = 600;
  private static final int POINTS = 30;
  private static final ModalConfig MODAL = alike(ModalConfig.standard(1).brief());

  /** The same fit with every logged value counting alike: what it misses is half way. */
  private static ModalConfig alike(ModalConfig config) {
    ModalWeightConfig usual = config.weights();
    return config.with(
        new ModalWeightConfig(
            usual.focusWidth(),
            usual.focusPoints(),
            usual.runPoints(),
            usual.outlierScale(),
            0,
            usual.leastTrust()));
  }

  /** A power law in the integral of the rate, times a hump that no mode of the modal model has. */
  private static Run run(String name, Schedule schedule, double hump, double noise, long seed) {
    double[] steps = new double[POINTS];
    double[] rates = new double[POINTS];
    double[] losses = new double[POINTS];
    double[] unknown = new double[POINTS];
    Arrays.fill(unknown, Double.NaN);
    SplittableRandom random = new SplittableRandom(seed);
    double area = 0;
    for (int t = 0; t < POINTS; t++) {
      steps[t] = (t + 1) * TOTAL / POINTS;
      rates[t] = schedule.learningRate(steps[t]);
      area += schedule.meanLearningRate(t * TOTAL / POINTS, steps[t]);
      double away = (steps[t] / TOTAL - 0.5) / 0.2;
      losses[t] =
          (0.3 + 0.5 * Math.pow(area, -0.5))
              * Math.exp(hump * Math.exp(-away * away) + noise * random.nextGaussian());
    }
    return new Run(
        "sweep",
        name,
        null,
        Map.of(),
        RunStatus.COMPLETED,
        TOTAL,
        new Trajectory(steps, rates, unknown, losses));
  }

  private static Sweep sweep(double hump, double noise) {
    List<Run> runs = new ArrayList<>();
    int seed = 0;
    for (double peak : new double[] {0.1, 0.3}) {
      List<Schedule> shapes =
          List.of(
              step -> peak,
              ParametricSchedules.oneCycle(peak, TOTAL),
              step -> peak * (1 - 0.9 * step / TOTAL));
      for (Schedule shape : shapes) {
        runs.add(run("run-" + seed, shape, hump, noise, seed));
        seed++;
      }
    }
    return new Sweep(
        new GroupKey("toy", "power-law", "sgd"), Objective.minimize("validation_loss"), runs);
  }

  private static EnsembleTrainer trainer(ResidualConfig residual) {
    return new EnsembleTrainer(
        new FitConfig(
            MODAL,
            LawConfig.standard(1),
            residual,
            CurveConfig.standard(),
            HeldOutConfig.standard()),
        Set.of(EnsembleTrainer.Correction.NEURAL));
  }

  private static ResidualConfig config() {
    ResidualConfig standard = ResidualConfig.standard(1);
    return new ResidualConfig(2, 150, 64, standard.sizes(), 0.02, 1e-4, 1e-3, 0.05, 6, 0.02, 1);
  }

  @Test
  void winsWhereTheModalModelMissesWhatAllRunsShare() {
    Sweep sweep = sweep(0.3, 0.005);
    FittedEnsemble fitted = trainer(config()).fit(sweep);
    assertThat(fitted.residual()).isPresent();
    assertThat(fitted.residual().orElseThrow().shrinkage()).isGreaterThan(0.3);
    double modal = mae(fitted, ModalForecaster.NAME);
    assertThat(mae(fitted, ResidualForecaster.NAME)).isLessThan(0.85 * modal);
    assertThat(fitted.chosen().name()).isEqualTo(ResidualForecaster.NAME);
  }

  /** What it learns from noise alone must be shrunk to next to nothing. */
  @Test
  void doesNoHarmWhereThereIsNothingToLearn() {
    Sweep sweep = sweep(0, 0.02);
    ModalForecaster modal = new ModalTrainer(MODAL).fit(sweep);
    FittedResidual fitted = new ResidualTrainer(MODAL, config()).fit(sweep, modal).orElseThrow();
    assertThat(fitted.corrected().mae()).isLessThan(1.05 * fitted.modal().mae());
    assertThat(fitted.residual().shrinkage()).isLessThan(0.5);
  }

  @Test
  void isNotChosenButRecordedWhereItLoses() {
    FittedEnsemble fitted = trainer(hopeless()).fit(sweep(0, 0.02));
    assertThat(fitted.residual()).isEmpty();
    assertThat(fitted.uncorrected()).isSameAs(fitted.modal());
    assertThat(fitted.chosen().name()).isEqualTo(ModalForecaster.NAME);
    assertThat(mae(fitted, ResidualForecaster.NAME)).isPositive();
  }

  /** One step at a rate of next to nothing leaves the residual at zero. */
  private static ResidualConfig hopeless() {
    return new ResidualConfig(1, 1, 64, config().sizes(), 1e-12, 0, 0, 0, 6, 0.02, 1);
  }

  @Test
  void sameSeedGivesTheSameResidual() {
    Sweep sweep = sweep(0.3, 0.005);
    ModalForecaster modal = new ModalTrainer(MODAL).fit(sweep);
    ResidualConfig brief =
        new ResidualConfig(1, 10, 64, config().sizes(), 0.02, 0, 0, 0, 6, 0.02, 4);
    FittedResidual first = new ResidualTrainer(MODAL, brief).fit(sweep, modal).orElseThrow();
    FittedResidual second = new ResidualTrainer(MODAL, brief).fit(sweep, modal).orElseThrow();
    assertThat(second.residual().parameters()).isDeepEqualTo(first.residual().parameters());
    assertThat(second.corrected()).isEqualTo(first.corrected());
  }

  private static double mae(FittedEnsemble fitted, String kind) {
    return fitted.heldOut().stream()
        .filter(error -> error.forecaster().equals(kind))
        .findFirst()
        .orElseThrow()
        .mae();
  }
}
