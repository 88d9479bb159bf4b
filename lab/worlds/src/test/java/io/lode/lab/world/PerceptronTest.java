package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PerceptronTest {

  private static final int INPUTS = 8;
  private static final int HIDDEN = 12;
  private static final int BATCH = 16;

  private final SplittableRandom random = new SplittableRandom(6);
  private final float[][] input = normal(BATCH, INPUTS);
  private final float[] target = normal(1, BATCH)[0];

  private float[][] normal(int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextGaussian();
      }
    }
    return values;
  }

  private Perceptron network() {
    Perceptron network = new Perceptron(INPUTS, HIDDEN, BATCH);
    network.initialize(random, 1);
    for (float[] row : network.parameters()) {
      for (int j = 0; j < row.length; j++) {
        row[j] += 0.1f * (float) random.nextGaussian();
      }
    }
    return network;
  }

  /** The loss in double precision, written as plainly as possible. */
  private double referenceLoss(double[][] p, int count) {
    double sum = 0;
    for (int b = 0; b < count; b++) {
      double[] h1 = new double[HIDDEN];
      double[] h2 = new double[HIDDEN];
      for (int j = 0; j < HIDDEN; j++) {
        h1[j] = p[INPUTS][j];
        for (int i = 0; i < INPUTS; i++) {
          h1[j] += input[b][i] * p[i][j];
        }
        h1[j] = Math.tanh(h1[j]);
      }
      double output = p[INPUTS + HIDDEN + 3][0];
      for (int j = 0; j < HIDDEN; j++) {
        h2[j] = p[INPUTS + HIDDEN + 1][j];
        for (int i = 0; i < HIDDEN; i++) {
          h2[j] += h1[i] * p[INPUTS + 1 + i][j];
        }
        output += Math.tanh(h2[j]) * p[INPUTS + HIDDEN + 2][j];
      }
      sum += (output - target[b]) * (output - target[b]);
    }
    return sum / count;
  }

  private static double[][] toDouble(float[][] rows) {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = new double[rows[i].length];
      for (int j = 0; j < rows[i].length; j++) {
        copy[i][j] = rows[i][j];
      }
    }
    return copy;
  }

  @Test
  void lossMatchesDoublePrecision() {
    Perceptron network = network();
    double expected = referenceLoss(toDouble(network.parameters()), BATCH);

    assertThat(network.loss(input, target, BATCH)).isCloseTo(expected, within(1e-5 * expected));
    assertThat(network.differentiate(input, target, BATCH))
        .isCloseTo(expected, within(1e-5 * expected));
  }

  @Test
  void gradientMatchesFiniteDifferencesOfTheDoublePrecisionLoss() {
    Perceptron network = network();
    double[][] parameters = toDouble(network.parameters());
    int count = 12;

    network.differentiate(input, target, count);

    for (int i = 0; i < parameters.length; i++) {
      for (int j = 0; j < parameters[i].length; j++) {
        double at = parameters[i][j];
        parameters[i][j] = at + 1e-5;
        double up = referenceLoss(parameters, count);
        parameters[i][j] = at - 1e-5;
        double down = referenceLoss(parameters, count);
        parameters[i][j] = at;
        assertThat((double) network.gradient()[i][j])
            .as("parameter %d of row %d", j, i)
            .isCloseTo((up - down) / 2e-5, within(1e-5));
      }
    }
  }

  @Test
  void tanhIsAccurateEverywhere() {
    float[] values = new float[40_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i - 20_000) * 1e-3f;
    }
    float[] x = values.clone();

    Perceptron.tanh(values);

    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).isCloseTo(Math.tanh(x[i]), within(4e-7));
    }
  }

  @Test
  void tanhKeepsNaN() {
    float[] values = {Float.NaN, 1, 1, 1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    Perceptron.tanh(values);

    assertThat(values[0]).isNaN();
    assertThat(values[4]).isCloseTo(1, within(4e-7f));
    assertThat(values[5]).isCloseTo(-1, within(4e-7f));
  }

  @Test
  void refusesSizesThatItsLoopsCannotTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Perceptron(INPUTS, 10, BATCH))
        .withMessage("hidden units must be a multiple of 4, found 10");
  }
}
