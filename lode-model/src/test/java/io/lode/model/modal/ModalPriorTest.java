package io.lode.model.modal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModalPriorTest {

  /** Standard deviations 2 and 1, correlation one half; its precision holds a strength of 4. */
  private static ModalPrior prior() {
    double[][] precision = {{4 / 3.0 * 0.25, -4 / 3.0 * 0.25}, {-4 / 3.0 * 0.25, 4 / 3.0}};
    for (double[] row : precision) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= 4;
      }
    }
    return new ModalPrior(new double[] {5, -1}, precision, 4, 0);
  }

  @Test
  void drawsHaveItsMeanAndCovarianceWhateverItsStrength() {
    SplittableRandom random = new SplittableRandom(1);
    int count = 40_000;
    double[] sum = new double[2];
    double[][] products = new double[2][2];
    for (int n = 0; n < count; n++) {
      double[] draw = prior().draw(random);
      for (int i = 0; i < 2; i++) {
        sum[i] += draw[i] / count;
        for (int j = 0; j < 2; j++) {
          products[i][j] += (draw[i] - prior().mean()[i]) * (draw[j] - prior().mean()[j]) / count;
        }
      }
    }
    assertThat(sum[0]).isCloseTo(5, within(0.05));
    assertThat(sum[1]).isCloseTo(-1, within(0.05));
    assertThat(products[0][0]).isCloseTo(4, within(0.1));
    assertThat(products[0][1]).isCloseTo(1, within(0.05));
    assertThat(products[1][1]).isCloseTo(1, within(0.05));
  }
}
