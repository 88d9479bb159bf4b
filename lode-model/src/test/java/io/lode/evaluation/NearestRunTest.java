package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearestRunTest {

  private static Run constant(String name, double rate, double end) {
    return Sweeps.run(
        name, step -> rate, step -> 10 * Math.exp(Math.log(end / 10) * step / Sweeps.TOTAL));
  }

  @Test
  void repeatsTheRunWithTheNearestRates() {
    Sweep sweep = Sweeps.losses(constant("low", 0.01, 5), constant("high", 0.1, 2));
    double[] steps = {500, 1000};
    double[] predicted = NearestRun.fit(sweep).forecast(step -> 0.05, steps).mean();
    assertThat(predicted[0]).isEqualTo(0.5 * (Math.log(10) + Math.log(2)), within(1e-9));
    assertThat(predicted[1]).isEqualTo(Math.log(2), within(1e-9));
  }

  @Test
  void takesTheMeanOfRepeats() {
    Sweep sweep =
        Sweeps.losses(constant("a", 0.1, 2), constant("b", 0.1, 3), constant("far", 0.001, 9));
    assertThat(NearestRun.fit(sweep).outcomes(List.of(step -> 0.1), Sweeps.TOTAL).mean(0))
        .isEqualTo(0.5 * (Math.log(2) + Math.log(3)), within(0.05));
  }

  @Test
  void doesNotRepeatARunThatIsStuck() {
    Run stuck = Sweeps.run("stuck", step -> 1, step -> step < 30 ? 10 : 7);
    Sweep sweep = Sweeps.losses(constant("low", 0.01, 5), constant("high", 0.1, 2), stuck);
    assertThat(NearestRun.fit(sweep).forecast(step -> 0.9, new double[] {1000}).mean()[0])
        .isEqualTo(Math.log(2), within(1e-9));
  }

  @Test
  void needsAFiniteObjective() {
    double[] steps = Sweeps.steps(5);
    double[] nan = new double[5];
    Arrays.fill(nan, Double.NaN);
    Run empty = Sweeps.run("empty", RunStatus.COMPLETED, step -> 1, steps, nan);
    assertThatThrownBy(() -> NearestRun.fit(Sweeps.losses(empty)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "group model=toy,dataset=made,optimizer=sgd has no run with a finite validation_loss");
  }
}
