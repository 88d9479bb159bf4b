package io.lode.model.crossgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.trajectory.ObservedCurve;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UnitRunTest {

  private static final GroupUnits UNITS = new GroupUnits(1000, 0.1, 0, 1);

  @Test
  void timesAreInFullRunsAndRatesInTheUsualOne() {
    UnitRun run = UnitRun.path(step -> 0.2, 2000, UNITS);
    assertThat(Arrays.stream(run.duration()).sum()).isCloseTo(2, within(1e-12));
    assertThat(run.logRate()[0]).isCloseTo(Math.log(2), within(1e-12));
    assertThat(run.duration()[47]).as("intervals grow").isGreaterThan(run.duration()[0] * 50);
  }

  @Test
  void aRateOfZeroIsASmallOne() {
    assertThat(UnitRun.path(step -> 0, 1000, UNITS).logRate()[3]).isEqualTo(-10);
  }

  @Test
  void whatWasNotObservedHasNoWeight() {
    ObservedCurve curve = new ObservedCurve(new double[] {250, 1000}, new double[] {2, 1});
    UnitRun run = UnitRun.of(step -> 0.1, curve, UNITS);
    assertThat(Arrays.stream(run.weight()).sum()).isCloseTo(1, within(1e-12));
    assertThat(Arrays.stream(run.weight()).filter(weight -> weight > 0).count()).isEqualTo(2);
    // A quarter of the steps is half of the intervals.
    assertThat(run.weight()[23]).isPositive();
    assertThat(run.target()[23]).isEqualTo(2);
    assertThat(run.place()[23]).isCloseTo(1, within(1e-9));
    assertThat(run.target()[47]).isEqualTo(1);
  }

  @Test
  void valuesAreReadOffBetweenBorders() {
    UnitRun run = UnitRun.path(step -> 0.1, 1000, UNITS);
    double[] values = new double[UnitRun.INTERVALS + 1];
    Arrays.setAll(values, k -> k);
    assertThat(run.at(values, 250)).isCloseTo(24, within(1e-9));
    assertThat(run.at(values, 1000)).isEqualTo(48);
    assertThat(run.at(values, 5000)).as("as at the end").isEqualTo(48);
  }
}
