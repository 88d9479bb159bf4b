package io.lode.lab.world;

import java.util.Locale;

/** How a network's parameters follow their gradient. */
public enum NetworkOptimizer {
  /** Adam (Kingma and Ba 2015) with decay rates 0.9 and 0.99 and epsilon 1e-8. */
  ADAM {
    @Override
    Update update(float[][] parameters) {
      return new Adam(zerosLike(parameters), zerosLike(parameters));
    }

    @Override
    double[] peaks() {
      return new double[] {1e-3, 4e-3, 1.6e-2, 6.4e-2};
    }
  },

  /** Stochastic gradient descent with heavy-ball momentum of 0.9. */
  SGD {
    @Override
    Update update(float[][] parameters) {
      return new Momentum(zerosLike(parameters));
    }

    @Override
    double[] peaks() {
      return new double[] {0.01, 0.04, 0.16, 0.64};
    }
  };

  /** The name in worlds and groups, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A fresh update of parameters of this shape, (row, column). */
  abstract Update update(float[][] parameters);

  /** Peak rates that an ordinary sweep tries. */
  abstract double[] peaks();

  private static float[][] zerosLike(float[][] parameters) {
    float[][] zeros = new float[parameters.length][];
    for (int i = 0; i < zeros.length; i++) {
      zeros[i] = new float[parameters[i].length];
    }
    return zeros;
  }

  /** One run's optimiser with its state. */
  interface Update {

    /** Moves the parameters, in place, by one step at a learning rate. */
    void step(float[][] parameters, float[][] gradient, float learningRate);
  }

  private static final class Momentum implements Update {
    private static final float DECAY = 0.9f;

    private final float[][] velocity;

    Momentum(float[][] velocity) {
      this.velocity = velocity;
    }

    @Override
    public void step(float[][] parameters, float[][] gradient, float learningRate) {
      for (int i = 0; i < parameters.length; i++) {
        move(parameters[i], velocity[i], gradient[i], learningRate);
      }
    }

    private static void move(float[] p, float[] m, float[] g, float rate) {
      for (int j = 0; j < p.length; j++) {
        m[j] = DECAY * m[j] + g[j];
        p[j] -= rate * m[j];
      }
    }
  }

  private static final class Adam implements Update {
    private static final float MEAN_DECAY = 0.9f;
    private static final float SQUARE_DECAY = 0.99f;
    private static final float EPSILON = 1e-8f;

    private final float[][] mean;
    private final float[][] square;
    private double meanPower = 1;
    private double squarePower = 1;

    Adam(float[][] mean, float[][] square) {
      this.mean = mean;
      this.square = square;
    }

    @Override
    public void step(float[][] parameters, float[][] gradient, float learningRate) {
      meanPower *= MEAN_DECAY;
      squarePower *= SQUARE_DECAY;
      float rate = (float) (learningRate / (1 - meanPower));
      float correction = (float) (1 / (1 - squarePower));
      for (int i = 0; i < parameters.length; i++) {
        move(parameters[i], mean[i], square[i], gradient[i], rate, correction);
      }
    }

    private static void move(
        float[] p, float[] m, float[] v, float[] g, float rate, float correction) {
      for (int j = 0; j < p.length; j++) {
        m[j] = MEAN_DECAY * m[j] + (1 - MEAN_DECAY) * g[j];
        v[j] = SQUARE_DECAY * v[j] + (1 - SQUARE_DECAY) * (g[j] * g[j]);
        p[j] -= rate * m[j] / ((float) Math.sqrt(v[j] * correction) + EPSILON);
      }
    }
  }
}
