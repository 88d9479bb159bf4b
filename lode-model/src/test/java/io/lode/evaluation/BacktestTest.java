package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.FittingMethod;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BacktestTest {

  private static final Schedule RATE = ParametricSchedules.constant(0.1);
  private static final FittingMethod LAST = new FittingMethod("last", LastValue::fit);
  private static final FittingMethod BEST = new FittingMethod("best", BestRun::fit);

  private static final Run TRAINED = Sweeps.run("trained", RATE, step -> 2);
  private static final Run FALLING = Sweeps.run("falling", RATE, step -> step <= 500 ? 3 : 1);
  private static final Run FLAT = Sweeps.run("flat", RATE, step -> 4);

  @Test
  void reportsErrorsOfEveryHeldOutRunAndOfAll() {
    BacktestReport report =
        Backtest.run(Sweeps.losses(TRAINED, FALLING, FLAT), Set.of("trained"), List.of(LAST, BEST));

    assertThat(report.runs()).hasSize(4);
    BacktestRow falling = report.runs().get(0);
    assertThat(falling.run()).isEqualTo("falling");
    assertThat(falling.predictor()).isEqualTo("last");
    assertThat(falling.mae()).isCloseTo(1, within(1e-12));
    assertThat(falling.r2()).isCloseTo(0, within(1e-12));
    assertThat(falling.worstRelativeError()).isCloseTo(1, within(1e-12));
    assertThat(report.runs().get(1).r2()).isNaN();
    BacktestRow all = report.predictor("last");
    assertThat(all.run()).isEqualTo(Backtest.ALL);
    assertThat(all.mae()).isCloseTo(1.5, within(1e-12));
    assertThat(all.r2()).isCloseTo(0, within(1e-12));
    assertThat(all.worstRelativeError()).isCloseTo(1, within(1e-12));
  }

  /** The last values of the trained runs are 2 and 4: 3 lies between them, 20 does not. */
  @Test
  void countsTheValuesInTheBandsOfAllRuns() {
    Run between = Sweeps.run("between", RATE, step -> 3);
    Run far = Sweeps.run("far", RATE, step -> 20);
    BacktestReport report =
        Backtest.run(
            Sweeps.losses(TRAINED, FLAT, between, far), Set.of("trained", "flat"), List.of(LAST));

    int logged = between.trajectory().length();
    assertThat(report.runs().get(0).band()).isEqualTo(new BandCount(logged, logged, logged));
    assertThat(report.runs().get(1).band()).isEqualTo(new BandCount(logged, 0, 0));
    assertThat(report.predictor("last").band())
        .isEqualTo(new BandCount(2 * logged, logged, logged));
  }

  @Test
  void countsOnlyValuesBeyondTheFittedStepsWhereARunIsLonger() {
    Sweep shorter = Sweeps.losses(TRAINED.until(500).orElseThrow(), FLAT.until(500).orElseThrow());
    Run longer = Sweeps.run("longer", RATE, step -> 3);
    BacktestReport report =
        Backtest.run(new BacktestSplit(shorter, List.of(longer)), List.of(LAST));

    int beyond = longer.trajectory().length() / 2;
    assertThat(report.predictor("last").band()).isEqualTo(new BandCount(beyond, beyond, beyond));
  }

  @Test
  void comparesOnTheObjectivesOwnScale() {
    Run trained = Sweeps.run("trained", RATE, step -> 0.9);
    Run heldOut = Sweeps.run("held-out", RATE, step -> 0.8);

    BacktestReport report =
        Backtest.run(Sweeps.accuracies(trained, heldOut), Set.of("trained"), List.of(LAST));

    assertThat(report.predictor("last").mae()).isCloseTo(0.1, within(1e-12));
    assertThat(report.predictor("last").worstRelativeError()).isCloseTo(0.125, within(1e-12));
  }

  @Test
  void skipsPointsAndRunsThatLoggedNoObjective() {
    Run sparse = Sweeps.run("sparse", RATE, step -> step % 200 == 0 ? 2.5 : Double.NaN);
    Run silent = Sweeps.run("silent", RATE, step -> Double.NaN);

    BacktestReport report =
        Backtest.run(Sweeps.losses(TRAINED, sparse, silent), Set.of("trained"), List.of(LAST));

    assertThat(report.runs()).extracting(BacktestRow::run).containsExactly("sparse");
    assertThat(report.predictor("last").mae()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void neverShowsAHeldOutRunToAMethod() {
    FittingMethod spy =
        new FittingMethod(
            "spy",
            sweep -> {
              assertThat(sweep.runs()).extracting(Run::run).containsExactly("trained");
              return LastValue.fit(sweep);
            });

    BacktestReport report =
        Backtest.run(Sweeps.losses(TRAINED, FALLING), Set.of("trained"), List.of(spy));

    assertThat(report.predictors()).hasSize(1);
  }

  @Test
  void refusesTrainingRunsThatLeaveNothingToTest() {
    Sweep sweep = Sweeps.losses(TRAINED, FALLING);

    assertThatThrownBy(() -> Backtest.run(sweep, Set.of(), List.of(LAST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a backtest needs at least one training run, found none");
    assertThatThrownBy(() -> Backtest.run(sweep, Set.of("absent"), List.of(LAST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training run 'absent' is not in group")
        .hasMessageContaining("found [falling, trained]");
    assertThatThrownBy(() -> Backtest.run(sweep, Set.of("trained", "falling"), List.of(LAST)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no run with an observed validation_loss besides the training runs");
  }
}
