package io.lode.model.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.Schedule;
import org.junit.jupiter.api.Test;

class RateGridTest {

  private final RateGrid grid = new RateGrid(300, 600, 1e-6, Math.log(0.1), 2);

  @Test
  void countsIntervalsUpToWhatWasSeen() {
    assertThat(grid.intervals(1)).isEqualTo(1);
    assertThat(grid.intervals(300)).isEqualTo(30);
    assertThat(grid.intervals(301)).isEqualTo(31);
    assertThat(grid.intervals(9000)).isEqualTo(60);
  }

  @Test
  void findsTheIntervalThatAStepEnds() {
    assertThat(grid.interval(0)).isZero();
    assertThat(grid.interval(10)).isZero();
    assertThat(grid.interval(10.5)).isEqualTo(1);
  }

  @Test
  void standardisesRatesAndBoundsThem() {
    Schedule falling = step -> step < 10 ? 0.1 : step < 20 ? 0.1 * Math.E : 0;
    double[][] features = grid.features(falling, 3);
    assertThat(features[0][0]).isEqualTo(0, within(0.05));
    assertThat(features[0][1]).isEqualTo(Math.exp(features[0][0]) / 4);
    assertThat(features[2][0]).isEqualTo(-3);
  }

  @Test
  void readsBetweenTheMiddlesOfIntervalsAndHoldsTheEnds() {
    double[] values = {1, 3, 7};
    double[] read = grid.between(values, new double[] {1, 5, 10, 15, 20, 25, 30, 5000});
    assertThat(read).containsExactly(1, 1, 2, 3, 5, 7, 7, 7);
  }
}
