package io.lode.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StretchedScheduleTest {

  private static final Schedule SCHEDULE =
      new PiecewiseLogLinear(new double[] {0, 100}, new double[] {1e-2, 1e-4});

  @Test
  void hasTheSameRateAtTheSamePartOfTraining() {
    Schedule twice = new StretchedSchedule(SCHEDULE, 100, 200);
    for (double step = 0; step <= 120; step += 7.5) {
      assertThat(twice.learningRate(2 * step)).isEqualTo(SCHEDULE.learningRate(step));
    }
  }

  @Test
  void isTheScheduleItselfForAJobOfTheSameLength() {
    Schedule same = new StretchedSchedule(SCHEDULE, 100, 100);
    assertThat(same.learningRate(0.1)).isEqualTo(SCHEDULE.learningRate(0.1));
  }

  @Test
  void needsLengths() {
    assertThatThrownBy(() -> new StretchedSchedule(SCHEDULE, 100, 0))
        .hasMessage("total steps must be over 0 and finite, found 0.0");
    assertThatThrownBy(() -> new StretchedSchedule(SCHEDULE, Double.NaN, 1))
        .hasMessage("planned steps must be over 0 and finite, found NaN");
  }
}
