package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomeBandsTest {

  private static final int PRIOR_RUNS = 6;

  /** Errors of a Gaussian whose standard deviation is so many times what forecasters say. */
  private static List<HeldOutOutcome> outcomes(int count, double times, double noise) {
    SplittableRandom random = new SplittableRandom(3);
    return IntStream.range(0, count)
        .mapToObj(
            i -> new HeldOutOutcome(0, 0, 0, 0, 0.01 * times * random.nextGaussian(), 0.01, noise))
        .toList();
  }

  @Test
  void theFactorIsThatOfTheErrors() {
    OutcomeBands wide = OutcomeBands.of(outcomes(2000, 3, 0), PRIOR_RUNS).orElseThrow();
    assertThat(wide.factor()).isBetween(2.8, 3.2);
    assertThat(wide.tail()).isBetween(1.85, 2.15);
    OutcomeBands narrow = OutcomeBands.of(outcomes(2000, 0.5, 0), PRIOR_RUNS).orElseThrow();
    assertThat(narrow.factor()).isBetween(0.45, 0.55);
  }

  @Test
  void fewRunsChangeLittle() {
    double few = OutcomeBands.of(outcomes(4, 3, 0), PRIOR_RUNS).orElseThrow().factor();
    double many = OutcomeBands.of(outcomes(40, 3, 0), PRIOR_RUNS).orElseThrow().factor();
    assertThat(few).isBetween(1.0, 2.3);
    assertThat(many).isGreaterThan(few);
    assertThat(OutcomeBands.of(outcomes(3, 3, 0), PRIOR_RUNS)).isEmpty();
  }

  @Test
  void theNoiseOfARunIsPartOfWhatItMayEndWith() {
    // Errors of 0.01 beside a deviation of 0.01 and a noise of 0.03.
    OutcomeBands bands = OutcomeBands.of(outcomes(2000, 1, 0.03), PRIOR_RUNS).orElseThrow();
    assertThat(bands.factor()).isBetween(0.29, 0.34);
  }

  @Test
  void refusesWhatIsNoBand() {
    assertThatThrownBy(() -> new OutcomeBands(0, 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "bands of outcomes need a factor over 0 and a tail of at least 1, found 0.0 and 2.0");
  }
}
