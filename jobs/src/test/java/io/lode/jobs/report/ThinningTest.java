package io.lode.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThinningTest {

  @Test
  void keepsTheEndsAndTheHighestAndLowestPoint() {
    int count = 10_000;
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = i;
      y[i] = Math.sin(0.01 * i);
    }
    y[4321] = 50;
    y[4322] = -50;
    Curve curve = Thinning.curve("", "", x, y, 100);
    assertThat(curve.x().length).isBetween(50, 100);
    assertThat(curve.x()[0]).isZero();
    assertThat(curve.x()[curve.x().length - 1]).isEqualTo(9999);
    assertThat(curve.x()).contains(4321, 4322).isSorted();
    assertThat(curve.y()).contains(50, -50);
  }

  @Test
  void leavesOutWhatIsNotFinite() {
    Curve curve =
        Thinning.curve(
            "",
            "",
            new double[] {1, 2, 3, 4},
            new double[] {Double.NaN, 5, Double.POSITIVE_INFINITY, 6},
            10);
    assertThat(curve.x()).containsExactly(2, 4);
    assertThat(curve.y()).containsExactly(5, 6);
  }
}
