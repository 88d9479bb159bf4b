package io.lode.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;

/** What tests of gradients share. */
public final class GradientCheck {

  private static final double WIDTH = 1e-5;

  private GradientCheck() {}

  /** Has garbage collected, as may happen between the forward and the backward pass. */
  public static void collectGarbage() {
    System.gc();
    byte[][] pressure = new byte[64][1 << 20];
    assertThat(pressure).hasDimensions(64, 1 << 20);
    System.gc();
  }

  /** Norm of the error of a gradient against central differences, over the norm of those. */
  public static double error(double[] gradient, double[] at, ToDoubleFunction<double[]> loss) {
    double wrong = 0;
    double size = 0;
    for (int i = 0; i < at.length; i++) {
      double[] moved = at.clone();
      moved[i] += WIDTH;
      double up = loss.applyAsDouble(moved);
      moved[i] -= 2 * WIDTH;
      double difference = (up - loss.applyAsDouble(moved)) / (2 * WIDTH);
      wrong += (gradient[i] - difference) * (gradient[i] - difference);
      size += difference * difference;
    }
    return Math.sqrt(wrong / size);
  }
}
