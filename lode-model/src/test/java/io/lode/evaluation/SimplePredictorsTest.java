package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimplePredictorsTest {

  private static final Schedule HIGH = ParametricSchedules.constant(0.1);
  private static final Schedule LOW = ParametricSchedules.constant(0.01);

  private static final Run BETTER = Sweeps.run("better", HIGH, step -> 2 - step / 1000);
  private static final Run WORSE = Sweeps.run("worse", LOW, step -> 3 - step / 1000);

  @Test
  void bestRunPredictsTheTrajectoryOfTheBestRunBetweenItsSteps() {
    BestRun best = BestRun.fit(Sweeps.losses(WORSE, BETTER));

    assertThat(best.run().run()).isEqualTo("better");
    double[] mean = best.forecast(LOW, new double[] {10, 510, 2000}).mean();
    assertThat(mean[0]).isEqualTo(Math.log(1.98));
    assertThat(mean[1]).isCloseTo(0.5 * (Math.log(1.5) + Math.log(1.48)), within(1e-12));
    assertThat(mean[2]).isEqualTo(Math.log(1.0));
    assertThat(best.outcomes(List.of(LOW, HIGH), 1000).mean(0))
        .isEqualTo(best.outcomes(List.of(LOW, HIGH), 1000).mean(1));
  }

  @Test
  void bestRunTakesTheLargestOfAMaximizedObjective() {
    Run lower = Sweeps.run("lower", LOW, step -> 0.5);
    Run higher = Sweeps.run("higher", HIGH, step -> 0.8);

    assertThat(BestRun.fit(Sweeps.accuracies(higher, lower)).run().run()).isEqualTo("higher");
  }

  @Test
  void bestRunPrefersARunThatDidNotDivergeWhereNoneFinished() {
    double[] steps = Arrays.copyOf(Sweeps.steps(50), 10);
    double[] low = new double[10];
    double[] high = new double[10];
    Arrays.fill(low, 1);
    Arrays.fill(high, 2);
    Run diverged = Sweeps.run("diverged", RunStatus.DIVERGED, HIGH, steps, low);
    Run stopped = Sweeps.run("stopped", RunStatus.STOPPED, LOW, steps, high);

    assertThat(BestRun.fit(Sweeps.losses(diverged, stopped)).run().run()).isEqualTo("stopped");
  }

  @Test
  void lastValueIsTheMeanOfTheLastValues() {
    LastValue last = LastValue.fit(Sweeps.losses(WORSE, BETTER));

    double mean = 0.5 * (Math.log(1) + Math.log(2));
    assertThat(last.mean()).isCloseTo(mean, within(1e-12));
    assertThat(last.standardDeviation()).isCloseTo(mean, within(1e-12));
    assertThat(last.forecast(HIGH, new double[] {1, 2}).mean()).containsExactly(mean, mean);
  }

  @Test
  void lastValueLeavesDivergedRunsOut() {
    double[] steps = Arrays.copyOf(Sweeps.steps(50), 10);
    double[] values = new double[10];
    Arrays.fill(values, 100);
    Run diverged = Sweeps.run("diverged", RunStatus.DIVERGED, HIGH, steps, values);

    assertThat(LastValue.fit(Sweeps.losses(diverged, BETTER)).mean()).isEqualTo(0);
    assertThat(LastValue.fit(Sweeps.losses(diverged)).mean()).isEqualTo(Math.log(100));
  }

  @Test
  void refuseASweepWithoutObservations() {
    Sweep empty = Sweeps.losses(Sweeps.run("empty", HIGH, step -> Double.NaN));

    assertThatThrownBy(() -> BestRun.fit(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no run with a finite validation_loss");
    assertThatThrownBy(() -> LastValue.fit(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no run with a finite validation_loss");
  }
}
