package io.lode.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoggedStartTest {

  private final PiecewiseLogLinear warmedUp =
      new PiecewiseLogLinear(new double[] {0, 10, 20, 100}, new double[] {0.001, 0.01, 0.1, 0.01});

  @Test
  void aLogShowsTheRateOfItsFirstRowFromTheStart() {
    PiecewiseLogLinear logged = new LoggedStart(warmedUp, 15).asLogged();
    double first = warmedUp.learningRate(15);
    assertThat(first).isCloseTo(0.0316, within(1e-4));
    assertThat(logged.learningRate(0)).isEqualTo(first);
    assertThat(logged.learningRate(15)).isEqualTo(first);
    for (double step : new double[] {16, 20, 60, 100, 120}) {
      assertThat(logged.learningRate(step)).isCloseTo(warmedUp.learningRate(step), within(1e-12));
    }
  }

  @Test
  void aChangedRestGetsItsStartBack() {
    LoggedStart start = new LoggedStart(warmedUp, 15);
    PiecewiseLogLinear changed =
        new PiecewiseLogLinear(
            new double[] {15, 20, 100}, new double[] {warmedUp.learningRate(15), 0.1, 0.001});
    PiecewiseLogLinear whole = start.startOf(changed);
    for (double step : new double[] {0, 3, 10, 12, 15}) {
      assertThat(whole.learningRate(step)).isCloseTo(warmedUp.learningRate(step), within(1e-12));
    }
    for (double step : new double[] {16, 20, 60, 100}) {
      assertThat(whole.learningRate(step)).isCloseTo(changed.learningRate(step), within(1e-12));
    }
  }

  @Test
  void aLogFromTheFirstKnotOnHidesNothing() {
    LoggedStart start = new LoggedStart(warmedUp, 0);
    assertThat(start.asLogged()).isSameAs(warmedUp);
    assertThat(start.startOf(warmedUp)).isSameAs(warmedUp);
  }

  @Test
  void aRunThatLoggedOnlyItsEndHidesEverythingBefore() {
    PiecewiseLogLinear logged = new LoggedStart(warmedUp, 150).asLogged();
    assertThat(logged.learningRate(0)).isEqualTo(0.01);
    assertThat(new LoggedStart(warmedUp, 150).startOf(logged).learningRate(10))
        .isCloseTo(0.01, within(1e-12));
  }
}
