package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

  /** 0.01 counts four times, 0.02 three times, 0.03 twice; none is below the one before. */
  @Test
  void multipliesBySteps() {
    double[] corrected = Holm.corrected(new double[] {0.02, 0.03, 0.01, 0.5});

    assertThat(corrected).containsExactly(new double[] {0.06, 0.06, 0.04, 0.5}, within(1e-12));
  }

  @Test
  void neverPassesOneAndDoesNotCountWhatCouldNotBeCompared() {
    double[] corrected = Holm.corrected(new double[] {Double.NaN, 0.7, 0.2});

    assertThat(corrected[0]).isNaN();
    assertThat(corrected[1]).isEqualTo(0.7);
    assertThat(corrected[2]).isCloseTo(0.4, within(1e-12));
    assertThat(Holm.corrected(new double[] {0.6, 0.9})).containsExactly(1, 1);
  }
}
