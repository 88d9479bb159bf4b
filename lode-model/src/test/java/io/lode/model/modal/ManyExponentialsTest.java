package io.lode.model.modal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ManyExponentialsTest {

  private static double decayMinusOne(double decay) {
    double[] change = new double[1];
    ManyExponentials.decayMinusOne(new double[] {decay}, change);
    return change[0];
  }

  @Test
  void agreesWithTheLibraryOverAllDecaysOfAMode() {
    for (double decay = 1e-14; decay < 200; decay *= 1.03) {
      double expected = Math.expm1(-decay);
      assertThat(decayMinusOne(decay))
          .as("decay %s", decay)
          .isCloseTo(expected, within(1e-15 * Math.abs(expected)));
    }
  }

  @Test
  void agreesWithTheLibraryWhereAModeGrows() {
    for (double growth = 1e-14; growth <= 30; growth *= 1.03) {
      double expected = Math.expm1(growth);
      assertThat(decayMinusOne(-growth))
          .as("growth %s", growth)
          .isCloseTo(expected, within(1e-12 * expected));
    }
  }

  @Test
  void isZeroWithoutDecay() {
    assertThat(decayMinusOne(0)).isZero();
  }
}
