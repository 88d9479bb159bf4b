package io.lode.model.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {

  private static final int POINTS = 40;

  private static GaussianProcess fitted(double noise) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] inputs = new double[POINTS][1];
    double[] outputs = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      inputs[i][0] = 4.0 * i / (POINTS - 1);
      outputs[i] = Math.sin(2 * inputs[i][0]) + noise * random.nextGaussian();
    }
    return new GaussianProcess(inputs, outputs);
  }

  @Test
  void followsASmoothFunction() {
    GaussianProcess process = fitted(0.02);
    for (double x = 0.3; x < 3.8; x += 0.35) {
      assertThat(process.mean(new double[] {x})).isCloseTo(Math.sin(2 * x), within(0.05));
    }
  }

  @Test
  void findsTheNoise() {
    assertThat(fitted(0.2).noise()).isCloseTo(0.2, within(0.08));
  }

  @Test
  void followsAnUnsurePointLess() {
    double[][] inputs = new double[12][1];
    double[] outputs = new double[12];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 12; i++) {
      inputs[i][0] = 0.4 * i;
      outputs[i] = Math.sin(inputs[i][0]) + 0.05 * random.nextGaussian();
    }
    outputs[6] += 0.4;
    double[] deviations = new double[12];
    double sure = GaussianProcess.of(inputs, outputs, deviations).mean(inputs[6]);
    deviations[6] = 1;
    double unsure = GaussianProcess.of(inputs, outputs, deviations).mean(inputs[6]);
    assertThat(Math.abs(unsure - Math.sin(inputs[6][0])))
        .isLessThan(0.6 * Math.abs(sure - Math.sin(inputs[6][0])));
    assertThat(GaussianProcess.of(inputs, outputs, new double[12]).mean(inputs[6]))
        .isEqualTo(new GaussianProcess(inputs, outputs).mean(inputs[6]));
  }

  @Test
  void isUnsureAwayFromItsPoints() {
    GaussianProcess process = fitted(0.02);
    double near = process.standardDeviation(new double[] {2});
    double far = process.standardDeviation(new double[] {12});
    assertThat(far).isGreaterThan(5 * near);
  }

  @Test
  void returnsToTheMedianFarAway() {
    double[][] inputs = {{0}, {1}, {2}};
    GaussianProcess process = new GaussianProcess(inputs, new double[] {1, 2, 7});
    assertThat(process.mean(new double[] {100})).isCloseTo(2, within(1e-9));
  }
}
