package io.lode.longrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class OverfittingTest {

  private static final int POINTS = 50;

  /** A run whose rate and losses are functions of the part of training that is done. */
  private static Run run(
      String name,
      DoubleUnaryOperator rate,
      DoubleUnaryOperator training,
      DoubleUnaryOperator validation,
      double noise) {
    SplittableRandom random = new SplittableRandom(3);
    double[] step = new double[POINTS];
    double[] rates = new double[POINTS];
    double[] train = new double[POINTS];
    double[] objective = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double part = (i + 1.0) / POINTS;
      step[i] = 10 * (i + 1);
      rates[i] = rate.applyAsDouble(part);
      train[i] = training.applyAsDouble(part);
      objective[i] = validation.applyAsDouble(part) * (1 + noise * random.nextGaussian());
    }
    return new Run(
        "sweep",
        name,
        null,
        Map.of(),
        RunStatus.COMPLETED,
        10 * POINTS,
        new Trajectory(step, rates, train, objective));
  }

  private static Overfitting of(String metric, Run... runs) {
    return Overfitting.of(
        new Sweep(
            new GroupKey("mlp", "letters", "adamw"), Objective.minimize(metric), List.of(runs)));
  }

  private static double falling(double part) {
    return 1 / (1 + part);
  }

  private static double rising(double part) {
    return 0.5 + Math.pow(part - 0.6, 2);
  }

  private static Run healthy() {
    return run("healthy", part -> 1e-3, OverfittingTest::falling, OverfittingTest::falling, 0.01);
  }

  @Test
  void aLossThatRisesAtTheEndIsTold() {
    Overfitting found =
        of(
            "validation_loss",
            healthy(),
            run("rises", part -> 1e-3, OverfittingTest::falling, OverfittingTest::rising, 0.01));
    assertThat(found.rose()).isEqualTo(1);
    assertThat(found.warning())
        .contains(
            "validation_loss rose before the end of 1 of 2 runs, which may be over-fitting: a longer"
                + " run may end worse, and the forecast does not know of that");
  }

  @Test
  void noiseIsNoRise() {
    assertThat(
            of(
                    "validation_loss",
                    run(
                        "noisy",
                        p -> 1e-3,
                        OverfittingTest::falling,
                        OverfittingTest::falling,
                        0.1))
                .warning())
        .isEmpty();
  }

  @Test
  void aRiseAfterTheRateRoseIsNoOverfitting() {
    DoubleUnaryOperator jumps = part -> part < 0.7 ? falling(part) : 0.8;
    Run warmedAgain =
        run("restart", part -> part < 0.7 ? 1e-3 : 4e-3, OverfittingTest::falling, jumps, 0.01);
    assertThat(of("validation_loss", warmedAgain).rose()).isZero();
  }

  @Test
  void theTrainingLossItselfDoesNotOverfit() {
    Run rises = run("rises", part -> 1e-3, OverfittingTest::falling, OverfittingTest::rising, 0.01);
    assertThat(of("train_loss", rises).warning()).isEmpty();
  }

  @Test
  void aTrainingLossThatFallsAwayIsTold() {
    Run apart =
        run(
            "apart",
            p -> 1e-3,
            part -> falling(part) * (1 - 0.5 * part),
            OverfittingTest::falling,
            0);
    assertThat(of("validation_loss", healthy(), apart).warning())
        .contains(
            "the training loss falls away below validation_loss in 1 of 2 runs: a longer run may"
                + " over-fit, and the forecast does not know of that");
  }

  @Test
  void aGapThatDoesNotGrowIsNotTold() {
    Run regularised =
        run("gap", p -> 1e-3, part -> 0.6 * falling(part), OverfittingTest::falling, 0);
    assertThat(of("validation_loss", regularised).warning()).isEmpty();
  }

  @Test
  void aTrainingLossThatWasNotLoggedSaysNothing() {
    Run silent = run("silent", p -> 1e-3, part -> Double.NaN, OverfittingTest::falling, 0);
    assertThat(of("validation_loss", silent).warning()).isEmpty();
  }

  @Test
  void onlyLongerRunsAreWarnedOf() {
    Sweep sweep =
        new Sweep(
            new GroupKey("mlp", "letters", "adamw"),
            Objective.minimize("validation_loss"),
            List.of(
                run(
                    "rises",
                    part -> part < 0.5 ? 1e-3 : 1e-4,
                    OverfittingTest::falling,
                    OverfittingTest::rising,
                    0.01)));
    Reach reach = Reach.of(sweep);
    assertThat(reach.warnings(step -> 1e-4, 500)).isEmpty();
    assertThat(reach.warnings(step -> 1e-4, 2_000))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("validation_loss rose before the end of 1 of 1 runs");
  }
}
