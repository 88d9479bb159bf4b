package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NetworkOptimizerTest {

  private static final float[] GRADIENTS = {0.5f, -2, 0.1f, 3};

  private static float follow(NetworkOptimizer optimizer, float rate) {
    float[][] parameters = {{1}};
    NetworkOptimizer.Update update = optimizer.update(parameters);
    for (float gradient : GRADIENTS) {
      update.step(parameters, new float[][] {{gradient}}, rate);
    }
    return parameters[0][0];
  }

  @Test
  void sgdSumsDecayedGradients() {
    double velocity = 0;
    double expected = 1;
    for (float gradient : GRADIENTS) {
      velocity = 0.9 * velocity + gradient;
      expected -= 0.01 * velocity;
    }

    assertThat((double) follow(NetworkOptimizer.SGD, 0.01f)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void adamDividesByTheRootMeanSquare() {
    double mean = 0;
    double square = 0;
    double expected = 1;
    for (int t = 1; t <= GRADIENTS.length; t++) {
      double gradient = GRADIENTS[t - 1];
      mean = 0.9 * mean + 0.1 * gradient;
      square = 0.99 * square + 0.01 * gradient * gradient;
      expected -=
          0.01
              * (mean / (1 - Math.pow(0.9, t)))
              / (Math.sqrt(square / (1 - Math.pow(0.99, t))) + 1e-8);
    }

    assertThat((double) follow(NetworkOptimizer.ADAM, 0.01f)).isCloseTo(expected, within(1e-6));
  }
}
