package io.lode.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConvertedScheduleTest {

  private static final Schedule LINE =
      new LoggedSchedule(new double[] {0, 100}, new double[] {0.4, 0});

  @Test
  void takesOtherStepsAndOtherRates() {
    Schedule converted = new ConvertedSchedule(LINE, 4, 0.25);
    assertThat(converted.learningRate(0)).isCloseTo(0.1, within(1e-12));
    assertThat(converted.learningRate(200)).isCloseTo(0.05, within(1e-12));
    assertThat(converted.meanLearningRate(200, 400)).isCloseTo(0.025, within(1e-12));
  }

  @Test
  void refusesFactorsThatAreNotPositive() {
    assertThatThrownBy(() -> new ConvertedSchedule(LINE, 0, 1))
        .hasMessage("the factor of the steps must be over 0 and finite, found 0.0");
    assertThatThrownBy(() -> new ConvertedSchedule(LINE, 1, Double.NaN))
        .hasMessage("the factor of the rate must be over 0 and finite, found NaN");
  }
}
