package io.lode.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossRiseTest {

  @Test
  void isHowFarTheLastTwoValuesLieAboveTheSmallestBefore() {
    assertThat(LossRise.last(new double[] {3, 1, 2, 1.75, 1.5})).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void oneOutlierIsNoRise() {
    assertThat(LossRise.last(new double[] {3, 2, 1, 9})).isZero();
    assertThat(LossRise.last(new double[] {3, 2, 9, 1})).isZero();
  }

  @Test
  void fallingOrFewValuesAreNoRise() {
    assertThat(LossRise.last(new double[] {3, 2, 1, 0.5})).isZero();
    assertThat(LossRise.last(new double[] {1, 2})).isZero();
    assertThat(LossRise.last(new double[0])).isZero();
  }

  @Test
  void theLargestIsThatOfAnyBeginning() {
    double[] value = {3, 1, 2.25, 2.5, 1.2, 0.5, 0.9, 0.8};
    double largest = 0;
    for (int length = 0; length <= value.length; length++) {
      largest = Math.max(largest, LossRise.last(java.util.Arrays.copyOf(value, length)));
    }
    assertThat(LossRise.largest(value)).isEqualTo(largest).isCloseTo(1.25, within(1e-12));
  }
}
