package io.lode.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussianTest {

  private static final int COUNT = 3;

  private static Gaussian gaussian() {
    return new Gaussian(
        new double[] {1, -2, 0.5}, new double[][] {{2, 0.5, 0}, {0.5, 1, 0.2}, {0, 0.2, 0.3}});
  }

  /** {@code scale * v v'} for a direction in which no axis lies. */
  private static double[][] along(double scale, double[] direction) {
    double[][] matrix = new double[direction.length][direction.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        matrix[i][j] = scale * direction[i] * direction[j];
      }
    }
    return matrix;
  }

  @Test
  void aLikelihoodOfOneUnknownIsTheTextbookUpdate() {
    double[][] precision = new double[COUNT][COUNT];
    precision[0][0] = 4;
    Gaussian.Seen seen = gaussian().seeing(precision, new double[] {4 * 3, 0, 0});
    // Observed 3 with variance 1/4, expected 1 with variance 2.
    double gain = 2 / 2.25;
    assertThat(seen.posterior().mean()[0]).isCloseTo(1 + gain * 2, within(1e-12));
    assertThat(seen.posterior().mean()[1]).isCloseTo(-2 + 0.5 / 2.25 * 2, within(1e-12));
    assertThat(seen.posterior().covariance()[0][0]).isCloseTo(2 - gain * 2, within(1e-12));
    // log N(3; 1, 2.25), less the constant of the likelihood's own form.
    double normal = -0.5 * Math.log(2.25) - 0.5 * 4 / 2.25;
    assertThat(seen.logEvidence())
        .isCloseTo(normal + 0.5 * Math.log(0.25) + 0.5 * 4 * 9, within(1e-9));
  }

  /** Logs of a thousand groups brought such fits: one direction known almost exactly. */
  @Test
  void aSharpLikelihoodLeavesTheRestOpen() {
    int count = Unknown.COUNT;
    Gaussian before = new PriorEstimate(PriorConfig.standard()).unlike();
    SplittableRandom random = new SplittableRandom(4);
    double[] direction = random.doubles(count, -1, 1).toArray();
    for (double scale : new double[] {1e10, 1e15, 1e18, 1e22}) {
      Gaussian.Seen seen = before.seeing(along(scale, direction), new double[count]);
      assertThat(seen.logEvidence()).isFinite();
      for (int i = 0; i < count; i++) {
        assertThat(seen.posterior().covariance()[i][i]).isPositive();
      }
      Gaussian again = seen.posterior();
      double along = 0;
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
          along += direction[i] * again.covariance()[i][j] * direction[j];
        }
      }
      assertThat(along).isCloseTo(0, within(1e-8));
    }
  }

  @Test
  void aPrecisionThatRoundingMadeNegativeCountsAsNothing() {
    Gaussian.Seen seen = gaussian().seeing(along(-1e3, new double[] {1, 1, 1}), new double[COUNT]);
    assertThat(seen.posterior().covariance()[0][0]).isCloseTo(2, within(1e-9));
    assertThat(seen.logEvidence()).isFinite();
  }
}
