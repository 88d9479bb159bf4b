package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.Forecast;
import io.lode.trajectory.ObservedCurve;
import org.junit.jupiter.api.Test;

class BandCountTest {

  private static final double[] STEPS = {100, 200, 300, 400};
  private static final ObservedCurve ZERO = new ObservedCurve(STEPS, new double[4]);

  private static Forecast off(double deviation, double... errors) {
    double[] deviations = {deviation, deviation, deviation, deviation};
    return new Forecast(STEPS, errors, deviations);
  }

  @Test
  void countsValuesWithinOneDeviationAndWithinNinetyFivePercent() {
    BandCount count = BandCount.of(off(0.1, 0.05, -0.09, 0.19, 0.2), ZERO, 0);

    assertThat(count).isEqualTo(new BandCount(4, 2, 3));
    assertThat(count.share68()).isEqualTo(0.5);
    assertThat(count.share95()).isEqualTo(0.75);
    assertThat(count.words()).isEqualTo("in the bands of 68% and 95%: 50%, 75%");
  }

  @Test
  void countsOnlyValuesAfterAStep() {
    assertThat(BandCount.of(off(0.1, 0.05, -0.09, 0.19, 0.2), ZERO, 200))
        .isEqualTo(new BandCount(2, 0, 1));
  }

  @Test
  void aForecastWithoutABandCountsNothing() {
    BandCount count = BandCount.of(off(0, 0, 0, 0, 0), ZERO, 0);

    assertThat(count).isEqualTo(BandCount.NONE);
    assertThat(count.share68()).isNull();
    assertThat(count.share95()).isNull();
    assertThat(count.words()).isEmpty();
  }

  @Test
  void addsTheValuesOfSeveralRuns() {
    BandCount both = new BandCount(4, 2, 3).plus(new BandCount(6, 4, 6));

    assertThat(both).isEqualTo(new BandCount(10, 6, 9));
    assertThat(both.plus(BandCount.NONE)).isEqualTo(both);
  }
}
