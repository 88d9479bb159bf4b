package io.lode.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GainTest {

  @Test
  void saysBetterOrWorseAndNeverANegativePercentage() {
    assertThat(new Gain(-Math.log(0.988), 1).inWords()).isEqualTo("1.20% better");
    assertThat(new Gain(-Math.log(1.0004), 1).inWords()).isEqualTo("0.04% worse");
    assertThat(new Gain(-1e-6, 1).inWords()).isEqualTo("0.00% better");
    assertThat(new Gain(0, 1).inWords()).isEqualTo("0.00% better");
  }

  @Test
  void saysWhatIsLeftAtThePessimisticEnd() {
    assertThat(new Gain(0.03, 0.01).withPessimistic(1))
        .isEqualTo("2.96% better (standard deviation 1.00%, at the pessimistic end 1.98% better)");
    assertThat(new Gain(0.01, 0.02).pessimistic(1)).isEqualTo(-0.01);
  }

  @Test
  void saysWhatWasAskedFor() {
    assertThat(new Gain(0, 0.0223).asked(1)).isEqualTo("1.0 standard deviations (one is 2.23%)");
  }

  @Test
  void holdsWhereStandardDeviationsLeaveSomething() {
    assertThat(new Gain(0.02, 0.01).holds(1.9)).isTrue();
    assertThat(new Gain(0.02, 0.01).holds(2)).isFalse();
    assertThat(new Gain(-0.001, 0).holds(0)).isFalse();
  }
}
