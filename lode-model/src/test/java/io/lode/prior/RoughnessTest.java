package io.lode.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RoughnessTest {

  @Test
  void holdsNoParabola() {
    int count = 24;
    double[][] rough = Roughness.of(count, 0.1);
    for (int power = 0; power <= 2; power++) {
      double[] shape = new double[count];
      for (int i = 0; i < count; i++) {
        shape[i] = Math.pow(2.0 * i / (count - 1) - 1, power);
      }
      assertThat(Matrices.dot(shape, Matrices.product(rough, shape)))
          .as("power " + power)
          .isCloseTo(0, within(1e-6));
    }
  }

  @Test
  void growsWithTheSmoothness() {
    double narrow = Roughness.of(24, 0.1)[0][0];
    double wide = Roughness.of(24, 0.2)[0][0];
    assertThat(narrow).isPositive();
    assertThat(wide).isGreaterThan(2 * narrow);
  }
}
