package io.lode.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SpreadTest {

  private static final double[] VALUES = {-3, 1, 2, 8};

  @Test
  void aroundZeroIsTheMedianSizeOverThatOfAStandardGaussian() {
    assertThat(Spread.aroundZero(VALUES)).isEqualTo(1.4826 * 2.5);
    assertThat(Spread.upperAroundZero(VALUES)).isEqualTo(1.4826 * 3);
    assertThat(Spread.aroundZero(new double[] {-3, 1, 2})).isEqualTo(1.4826 * 2);
    assertThat(Spread.upperAroundZero(new double[] {-3, 1, 2})).isEqualTo(1.4826 * 2);
  }

  @Test
  void aroundTheMedianDoesNotSeeAShift() {
    // The median is 1.5 (11.5), and the values lie 4.5, 0.5, 0.5 and 6.5 from it.
    assertThat(Spread.aroundMedian(VALUES)).isEqualTo(1.4826 * 2.5);
    assertThat(Spread.aroundMedian(new double[] {7, 11, 12, 18})).isEqualTo(1.4826 * 2.5);
  }

  @Test
  void isTheStandardDeviationOfAGaussian() {
    Random random = new Random(1);
    double[] values = new double[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 3 * random.nextGaussian();
    }
    assertThat(Spread.aroundZero(values)).isCloseTo(3, within(0.1));
    assertThat(Spread.upperAroundZero(values)).isCloseTo(3, within(0.1));
    assertThat(Spread.aroundMedian(values)).isCloseTo(3, within(0.1));
    assertThat(Spread.standardError(values)).isCloseTo(3 / Math.sqrt(values.length), within(0.001));
  }

  @Test
  void theStandardErrorIsTheRootOfTheVarianceOverTheCount() {
    // Mean 2, squared distances 25, 1, 0 and 36: 62 over 3 degrees of freedom, over 4 values.
    assertThat(Spread.standardError(VALUES)).isEqualTo(Math.sqrt(62.0 / 3 / 4));
    assertThat(Spread.standardError(new double[] {1, 1, 1})).isZero();
  }

  @Test
  void theStandardErrorOfOneValueIsUnknown() {
    assertThat(Spread.standardError(new double[] {1})).isNaN();
    assertThat(Spread.standardError(new double[] {1, Double.NaN, 2})).isNaN();
    assertThat(Spread.standardError(new double[] {1, Double.POSITIVE_INFINITY})).isNaN();
  }

  @Test
  void needsAValue() {
    List<ToDoubleFunction<double[]>> robust =
        List.of(Spread::aroundZero, Spread::upperAroundZero, Spread::aroundMedian);
    for (ToDoubleFunction<double[]> spread : robust) {
      assertThatThrownBy(() -> spread.applyAsDouble(new double[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no values, expected at least one to take the median of");
    }
    assertThatThrownBy(() -> Spread.standardError(new double[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no values, expected at least one to take the standard error of");
  }
}
