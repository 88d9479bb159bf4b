package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void cutsTheFullLengthIntoSixtyEqualParts() {
    Intervals intervals = Intervals.upTo(1200, 20);

    assertThat(intervals.count()).isEqualTo(60);
    assertThat(intervals.end()[59]).isEqualTo(1200);
    for (int k = 0; k < 60; k++) {
      assertThat(intervals.length(k)).isEqualTo(20);
    }
  }

  @Test
  void endsTheLastIntervalAtTheStepAskedFor() {
    Intervals intervals = Intervals.upTo(47, 20);

    assertThat(intervals.end()).containsExactly(20, 40, 47);
    assertThat(intervals.length(2)).isEqualTo(7);
  }

  @Test
  void takesTheMeanAndTheLastRateOfEachInterval() {
    Intervals intervals = Intervals.upTo(40, 20);

    assertThat(intervals.meanRates(step -> step))
        .containsExactly(new double[] {10, 30}, within(1e-12));
    assertThat(intervals.endRates(step -> step)).containsExactly(20, 40);
  }

  @Test
  void refusesStepsOutsideTheWorld() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Intervals.upTo(1201, 20))
        .withMessage("steps must be a whole number from 1 to 1200, found 1201.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Intervals.upTo(0, 20))
        .withMessage("steps must be a whole number from 1 to 1200, found 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Intervals.upTo(12.5, 20))
        .withMessage("steps must be a whole number from 1 to 1200, found 12.5");
    assertThatIllegalArgumentException().isThrownBy(() -> Intervals.upTo(Double.NaN, 20));
  }
}
