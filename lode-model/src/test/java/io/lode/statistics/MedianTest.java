package io.lode.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MedianTest {

  private static final double[] ODD = {5, -1, 2};
  private static final double[] EVEN = {7, 1, 2, 5};

  @Test
  void isTheMiddleOfAnOddCount() {
    assertThat(Median.of(ODD)).isEqualTo(2);
    assertThat(Median.upperMedian(ODD)).isEqualTo(2);
    assertThat(Median.of(new double[] {3})).isEqualTo(3);
    assertThat(Median.upperMedian(new double[] {3})).isEqualTo(3);
  }

  @Test
  void isBetweenTheTwoMiddleValuesOfAnEvenCountOrTheLargerOfThem() {
    assertThat(Median.of(EVEN)).isEqualTo(3.5);
    assertThat(Median.upperMedian(EVEN)).isEqualTo(5);
  }

  @Test
  void leavesTheValuesInTheirOrder() {
    double[] values = EVEN.clone();
    Median.of(values);
    Median.upperMedian(values);
    assertThat(values).containsExactly(EVEN);
  }

  @Test
  void ranksNotANumberAboveEveryNumber() {
    double[] values = {Double.NaN, 1, Double.POSITIVE_INFINITY};
    assertThat(Median.of(values)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Median.of(new double[] {Double.NaN, 1})).isNaN();
  }

  @Test
  void needsAValue() {
    double[] none = {};
    String message = "no values, expected at least one to take the median of";
    assertThatThrownBy(() -> Median.of(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Median.upperMedian(none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
