package io.lode.model.latent;

import java.util.Arrays;

/**
 * Layers of a network on one array a channel, (channel, batch), in single precision; weights lie in
 * one flat array from an offset on, (from, to), row-major.
 *
 * <p>All arrays of a loop are indexed alike, so that it is compiled to vector instructions.
 */
final class Channels {

  private Channels() {}

  /** Fills (channel, batch) with a bias. */
  static void bias(float[][] to, float[] parameters, int offset) {
    for (int c = 0; c < to.length; c++) {
      Arrays.fill(to[c], parameters[offset + c]);
    }
  }

  /** Adds weight (from, to) times (from, batch) to (to, batch), four inputs at a time. */
  static void product(float[][] to, float[][] from, float[] parameters, int offset) {
    int outputs = to.length;
    int i = 0;
    for (; i + 4 <= from.length; i += 4) {
      for (int c = 0; c < outputs; c++) {
        int w = offset + i * outputs + c;
        four(
            to[c],
            from[i],
            from[i + 1],
            from[i + 2],
            from[i + 3],
            parameters[w],
            parameters[w + outputs],
            parameters[w + 2 * outputs],
            parameters[w + 3 * outputs]);
      }
    }
    for (; i < from.length; i++) {
      for (int c = 0; c < outputs; c++) {
        one(to[c], from[i], parameters[offset + i * outputs + c]);
      }
    }
  }

  /** Adds weight (from, to) times gradients (to, batch) to (from, batch). */
  static void transposed(float[][] to, float[][] gradients, float[] parameters, int offset) {
    int columns = gradients.length;
    for (int i = 0; i < to.length; i++) {
      int w = offset + i * columns;
      int c = 0;
      for (; c + 4 <= columns; c += 4) {
        four(
            to[i],
            gradients[c],
            gradients[c + 1],
            gradients[c + 2],
            gradients[c + 3],
            parameters[w + c],
            parameters[w + c + 1],
            parameters[w + c + 2],
            parameters[w + c + 3]);
      }
      for (; c < columns; c++) {
        one(to[i], gradients[c], parameters[w + c]);
      }
    }
  }

  /** Adds four weighted channels to one. */
  static void four(
      float[] to,
      float[] first,
      float[] second,
      float[] third,
      float[] fourth,
      float a,
      float b,
      float c,
      float d) {
    for (int k = 0; k < to.length; k++) {
      to[k] += a * first[k] + b * second[k] + c * third[k] + d * fourth[k];
    }
  }

  /** Adds a weighted channel to another. */
  static void one(float[] to, float[] from, float a) {
    for (int k = 0; k < to.length; k++) {
      to[k] += a * from[k];
    }
  }

  /** The logistic function of every value, in place. */
  static void sigmoid(float[] values) {
    for (int k = 0; k < values.length; k++) {
      values[k] *= 0.5f;
    }
    tanh(values);
    for (int k = 0; k < values.length; k++) {
      values[k] = 0.5f + 0.5f * values[k];
    }
  }

  /** In place; a rational approximation, within a few units in the last place (that of Eigen). */
  static void tanh(float[] values) {
    for (int k = 0; k < values.length; k++) {
      float x = Math.max(-7.9f, Math.min(7.9f, values[k]));
      float s = x * x;
      float p = -2.7607686e-16f * s + 2.000188e-13f;
      p = p * s - 8.604672e-11f;
      p = p * s + 5.122297e-08f;
      p = p * s + 1.48572235e-05f;
      p = p * s + 0.0006372619f;
      p = p * s + 0.0048935246f;
      float q = 1.1982584e-06f * s + 0.00011853471f;
      q = q * s + 0.0022684347f;
      q = q * s + 0.004893525f;
      values[k] = x * p / q;
    }
  }
}
