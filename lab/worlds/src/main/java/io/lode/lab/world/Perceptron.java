package io.lode.lab.world;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A network with two hidden layers of tanh units and one linear output, trained on the mean squared
 * error, with its gradient written out by hand.
 *
 * <pre>
 *   h1 = tanh(x W1 + b1),  h2 = tanh(h1 W2 + b2),  f = h2 w3 + b3,  loss = mean (f - y)^2
 * </pre>
 *
 * Every row of a matrix is an array of its own and four rows are added at a time, which is the form
 * that the compiler turns into vector instructions. Not safe for use by several threads.
 */
final class Perceptron {

  private final int inputs;
  private final int hidden;
  private final float[][] parameters;
  private final float[][] gradient;
  private final float[][] first;
  private final float[][] second;
  private final float[][] firstDelta;
  private final float[][] secondDelta;
  private final float[] outputDelta;
  private final float[][] transposed;

  /**
   * A network with all parameters 0.
   *
   * @param inputs size of an input, a multiple of 4
   * @param hidden units in each hidden layer, a multiple of 4
   * @param batch largest number of examples at a time, a multiple of 4
   * @throws IllegalArgumentException if a size is not a positive multiple of 4
   */
  Perceptron(int inputs, int hidden, int batch) {
    requireMultipleOfFour("inputs", inputs);
    requireMultipleOfFour("hidden units", hidden);
    requireMultipleOfFour("batch", batch);
    this.inputs = inputs;
    this.hidden = hidden;
    parameters = rows();
    gradient = rows();
    first = new float[batch][hidden];
    second = new float[batch][hidden];
    firstDelta = new float[batch][hidden];
    secondDelta = new float[batch][hidden];
    outputDelta = new float[batch];
    transposed = new float[hidden][hidden];
  }

  private static void requireMultipleOfFour(String what, int size) {
    if (size <= 0 || size % 4 != 0) {
      throw new IllegalArgumentException(what + " must be a multiple of 4, found " + size);
    }
  }

  /** W1 by input, b1, W2 by unit of the first layer, b2, w3, b3. */
  private float[][] rows() {
    float[][] rows = new float[inputs + hidden + 4][hidden];
    rows[rows.length - 1] = new float[1];
    return rows;
  }

  /**
   * The parameters, to read or change in place: (input + hidden + 4, hidden), the rows being W1 by
   * input, b1, W2 by unit of the first layer, b2, w3, and b3 alone in the last.
   */
  float[][] parameters() {
    return parameters;
  }

  /** Of the last {@link #differentiate}, in the shape of {@link #parameters}. */
  float[][] gradient() {
    return gradient;
  }

  /**
   * Draws weights of standard deviation {@code scale / sqrt(fan-in)} and sets biases to 0.
   *
   * @param scale 1 keeps the variance of what passes through
   */
  void initialize(RandomGenerator random, double scale) {
    for (float[] row : parameters) {
      Arrays.fill(row, 0);
    }
    for (int i = 0; i < inputs; i++) {
      fillNormal(parameters[i], inputs, scale, random);
    }
    for (int i = 0; i < hidden; i++) {
      fillNormal(parameters[inputs + 1 + i], hidden, scale, random);
    }
    fillNormal(parameters[inputs + hidden + 2], hidden, scale, random);
  }

  private static void fillNormal(float[] row, int fanIn, double scale, RandomGenerator random) {
    for (int j = 0; j < row.length; j++) {
      row[j] = (float) (scale * random.nextGaussian() / Math.sqrt(fanIn));
    }
  }

  /**
   * Mean squared error of examples.
   *
   * @param input (example, input)
   * @param target (example)
   * @param count examples to use, from the first, at most the batch
   */
  double loss(float[][] input, float[] target, int count) {
    double sum = 0;
    for (int b = 0; b < count; b++) {
      double error = output(input[b], b) - target[b];
      sum += error * error;
    }
    return sum / count;
  }

  /**
   * Mean squared error of examples, leaving its derivative in {@link #gradient}.
   *
   * @param input (example, input)
   * @param target (example)
   * @param count examples to use, from the first, at most the batch, a multiple of 4
   */
  double differentiate(float[][] input, float[] target, int count) {
    double sum = 0;
    for (int b = 0; b < count; b++) {
      float error = output(input[b], b) - target[b];
      sum += (double) error * error;
      outputDelta[b] = 2 * error / count;
    }
    float[] outputWeights = parameters[inputs + hidden + 2];
    for (int b = 0; b < count; b++) {
      scale(secondDelta[b], outputWeights, outputDelta[b]);
      throughTanh(secondDelta[b], second[b]);
    }
    transposeSecondLayer();
    for (int b = 0; b < count; b++) {
      Arrays.fill(firstDelta[b], 0);
      addProduct(firstDelta[b], secondDelta[b], transposed, 0, hidden);
      throughTanh(firstDelta[b], first[b]);
    }
    accumulate(input, count);
    return sum / count;
  }

  private void accumulate(float[][] input, int count) {
    for (float[] row : gradient) {
      Arrays.fill(row, 0);
    }
    for (int i = 0; i < inputs; i++) {
      addColumnProduct(gradient[i], input, i, firstDelta, count);
    }
    addSum(gradient[inputs], firstDelta, count);
    for (int i = 0; i < hidden; i++) {
      addColumnProduct(gradient[inputs + 1 + i], first, i, secondDelta, count);
    }
    addSum(gradient[inputs + hidden + 1], secondDelta, count);
    addProduct(gradient[inputs + hidden + 2], outputDelta, second, 0, count);
    for (int b = 0; b < count; b++) {
      gradient[inputs + hidden + 3][0] += outputDelta[b];
    }
  }

  private float output(float[] input, int slot) {
    float[] h1 = first[slot];
    System.arraycopy(parameters[inputs], 0, h1, 0, hidden);
    addProduct(h1, input, parameters, 0, inputs);
    tanh(h1);
    float[] h2 = second[slot];
    System.arraycopy(parameters[inputs + hidden + 1], 0, h2, 0, hidden);
    addProduct(h2, h1, parameters, inputs + 1, hidden);
    tanh(h2);
    float[] weights = parameters[inputs + hidden + 2];
    float sum = parameters[inputs + hidden + 3][0];
    for (int j = 0; j < hidden; j++) {
      sum += h2[j] * weights[j];
    }
    return sum;
  }

  private void transposeSecondLayer() {
    for (int i = 0; i < hidden; i++) {
      float[] row = parameters[inputs + 1 + i];
      for (int j = 0; j < hidden; j++) {
        transposed[j][i] = row[j];
      }
    }
  }

  /** to += sum over i below count of factors[i] rows[offset + i]. */
  private static void addProduct(
      float[] to, float[] factors, float[][] rows, int offset, int count) {
    for (int i = 0; i < count; i += 4) {
      int row = offset + i;
      addFour(
          to,
          rows[row],
          rows[row + 1],
          rows[row + 2],
          rows[row + 3],
          factors[i],
          factors[i + 1],
          factors[i + 2],
          factors[i + 3]);
    }
  }

  /** to += sum over b below count of left[b][column] right[b]. */
  private static void addColumnProduct(
      float[] to, float[][] left, int column, float[][] right, int count) {
    for (int b = 0; b < count; b += 4) {
      addFour(
          to,
          right[b],
          right[b + 1],
          right[b + 2],
          right[b + 3],
          left[b][column],
          left[b + 1][column],
          left[b + 2][column],
          left[b + 3][column]);
    }
  }

  private static void addSum(float[] to, float[][] rows, int count) {
    for (int b = 0; b < count; b += 4) {
      addFour(to, rows[b], rows[b + 1], rows[b + 2], rows[b + 3], 1, 1, 1, 1);
    }
  }

  private static void addFour(
      float[] to,
      float[] r0,
      float[] r1,
      float[] r2,
      float[] r3,
      float f0,
      float f1,
      float f2,
      float f3) {
    for (int j = 0; j < to.length; j++) {
      to[j] += f0 * r0[j] + f1 * r1[j] + f2 * r2[j] + f3 * r3[j];
    }
  }

  private static void scale(float[] to, float[] from, float factor) {
    for (int j = 0; j < to.length; j++) {
      to[j] = factor * from[j];
    }
  }

  /** Multiplies a derivative with regard to tanh values by 1 - tanh^2. */
  private static void throughTanh(float[] delta, float[] value) {
    for (int j = 0; j < delta.length; j++) {
      delta[j] *= 1 - value[j] * value[j];
    }
  }

  /**
   * Hyperbolic tangent in place, within 4e-7, by the rational minimax approximation of the Eigen
   * library (odd degree 13 over even degree 6 on [-7.9, 7.9], constant beyond); NaN stays NaN.
   */
  static void tanh(float[] values) {
    for (int j = 0; j < values.length; j++) {
      float x = Math.max(-7.905311f, Math.min(7.905311f, values[j]));
      float s = x * x;
      float p = 2.000188e-13f + s * -2.7607684e-16f;
      p = -8.604672e-11f + s * p;
      p = 5.1222973e-8f + s * p;
      p = 1.48572235e-5f + s * p;
      p = 6.3726195e-4f + s * p;
      p = 4.8935246e-3f + s * p;
      float q = 1.1853471e-4f + s * 1.1982584e-6f;
      q = 2.2684347e-3f + s * q;
      q = 4.893525e-3f + s * q;
      values[j] = x * p / q;
    }
  }
}
