package io.lode.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClippedErrorTest {

  @Test
  void aValueBeyondOneCountsAsOne() {
    ClippedError error = ClippedError.of(new double[] {9, 0.2}, new double[] {0, 0});
    assertThat(error.curve()).isCloseTo(0.6, within(1e-12));
    assertThat(error.end()).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void theEndIsTheErrorOfTheMeanOverTheLastPoints() {
    ClippedError error =
        ClippedError.of(new double[] {1, 1, 0.3, -0.3, 0.3}, new double[] {0, 0, 0, 0, 0});
    assertThat(Outcomes.POINTS).isEqualTo(3);
    assertThat(error.end()).isCloseTo(0.1, within(1e-12));
    assertThat(error.curve()).isCloseTo(2.9 / 5, within(1e-12));
  }
}
