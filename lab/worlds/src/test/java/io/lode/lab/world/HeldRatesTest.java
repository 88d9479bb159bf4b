package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HeldRatesTest {

  private final HeldRates rates = new HeldRates(10, new double[] {1, 3, 2});

  @Test
  void holdsEachRateUpToAndIncludingItsEnd() {
    assertThat(rates.learningRate(0)).isEqualTo(1);
    assertThat(rates.learningRate(10)).isEqualTo(1);
    assertThat(rates.learningRate(10.5)).isEqualTo(3);
    assertThat(rates.learningRate(20)).isEqualTo(3);
    assertThat(rates.learningRate(99)).isEqualTo(2);
  }

  @Test
  void averagesExactlyOverAnyRange() {
    assertThat(rates.meanLearningRate(0, 10)).isEqualTo(1);
    assertThat(rates.meanLearningRate(10, 20)).isEqualTo(3);
    assertThat(rates.meanLearningRate(5, 25)).isCloseTo((5 + 30 + 10) / 20.0, within(1e-14));
    assertThat(rates.meanLearningRate(25, 55)).isEqualTo(2);
    assertThat(rates.meanLearningRate(7, 7)).isEqualTo(1);
  }

  @Test
  void refusesRatesThatNoTrainerTakes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeldRates(10, new double[] {1, -2}))
        .withMessage("rates must be finite and not negative, found -2.0 at index 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeldRates(10, new double[0]))
        .withMessage(
            "intervals must have a positive length and at least one rate,"
                + " found 10.0 steps and 0 rates");
  }

  @Test
  void isAValue() {
    HeldRates same = new HeldRates(10, new double[] {1, 3, 2});

    assertThat(rates).isEqualTo(same).hasSameHashCodeAs(same);
    assertThat(rates).isNotEqualTo(new HeldRates(10, new double[] {1, 3, 4}));
  }
}
