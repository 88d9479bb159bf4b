package io.lode.model.latent;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The encoder of one member in plain Java with its adjoint written by hand: the same function as
 * {@link LatentOde#encode}, in single precision.
 *
 * <p>Sixty recurrent steps are some seven hundred small array operations, of which a tensor engine
 * spends most on calling. Here a step is a few loops over the batch, laid out (channel, batch) so
 * that they vectorise. An instance keeps the activations between a forward pass and its backward
 * pass, about {@code 7 * seen * hidden * batch} floats, and is used by one thread.
 */
public final class FusedEncoder {

  private final LatentLayout layout;
  private final int seen;
  private final int batch;
  private final int inputs;
  private final int hidden;
  private final int latent;
  private final Map<String, Integer> offsets = new TreeMap<>();
  private final float[] parameters;
  private final float[][] input;
  private final float[][] state;
  private final float[][] gates;
  private final float[][] candidate;
  private final float[][] recurrent;

  /** Prepares passes over windows of one shape. */
  public FusedEncoder(LatentLayout layout, int seen, int batch) {
    this.layout = layout;
    this.seen = seen;
    this.batch = batch;
    inputs = layout.sizes().features() + 1;
    hidden = layout.sizes().hidden();
    latent = layout.sizes().latent();
    layout.parts().forEach(part -> offsets.put(part.name(), part.offset()));
    parameters = new float[layout.count()];
    input = new float[seen][inputs * batch];
    state = new float[seen + 1][hidden * batch];
    gates = new float[seen][2 * hidden * batch];
    candidate = new float[seen][hidden * batch];
    recurrent = new float[seen][hidden * batch];
  }

  private int at(String name) {
    return offsets.get(name);
  }

  /**
   * The codes of windows.
   *
   * @param values the member's parameters
   * @param windows times and features of all members, (seen, member, batch, 1 + feature), row-major
   * @param member whose windows are read
   * @param members how many there are
   * @return (batch, latent), row-major
   */
  public double[] forward(double[] values, double[] windows, int member, int members) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) values[i];
    }
    Arrays.fill(state[seen], 0);
    for (int t = seen - 1; t >= 0; t--) {
      read(windows, t, member, members);
      float[] before = state[t + 1];
      float[] gate = gates[t];
      bias(gate, at("encoder.gates.bias"), 2 * hidden);
      product(gate, input[t], inputs, at("encoder.gates.input"), 2 * hidden);
      product(gate, before, hidden, at("encoder.gates.hidden"), 2 * hidden);
      sigmoid(gate);
      float[] again = recurrent[t];
      bias(again, at("encoder.candidate.hidden.bias"), hidden);
      product(again, before, hidden, at("encoder.candidate.hidden"), hidden);
      float[] next = candidate[t];
      bias(next, at("encoder.candidate.bias"), hidden);
      product(next, input[t], inputs, at("encoder.candidate.input"), hidden);
      int updates = hidden * batch;
      for (int i = 0; i < updates; i++) {
        next[i] += gate[i] * again[i];
      }
      tanh(next);
      float[] after = state[t];
      for (int i = 0; i < updates; i++) {
        after[i] = next[i] + gate[updates + i] * (before[i] - next[i]);
      }
    }
    return codes();
  }

  private void read(double[] windows, int t, int member, int members) {
    int from = (t * members + member) * batch * inputs;
    for (int row = 0; row < batch; row++) {
      for (int i = 0; i < inputs; i++) {
        input[t][i * batch + row] = (float) windows[from + row * inputs + i];
      }
    }
  }

  private double[] codes() {
    float[] code = new float[latent * batch];
    bias(code, at("encoder.latent.bias"), latent);
    product(code, state[0], hidden, at("encoder.latent.weight"), latent);
    double[] codes = new double[batch * latent];
    for (int row = 0; row < batch; row++) {
      for (int c = 0; c < latent; c++) {
        codes[row * latent + c] = code[c * batch + row];
      }
    }
    return codes;
  }

  /**
   * Adds the gradient by the encoder's parameters, after a forward pass.
   *
   * @param codeGradient gradient by the codes of all members, (member, batch, latent), row-major
   * @param gradient of all members, (member, value), row-major; added to
   */
  public void backward(double[] codeGradient, int member, double[] gradient) {
    float[] sums = new float[layout.count()];
    float[] code = new float[batch * latent];
    for (int i = 0; i < code.length; i++) {
      code[i] = (float) codeGradient[member * code.length + i];
    }
    outer(sums, at("encoder.latent.weight"), state[0], hidden, code, latent);
    total(sums, at("encoder.latent.bias"), code, latent);
    float[] toState = new float[hidden * batch];
    transposed(toState, code, at("encoder.latent.weight"), hidden, latent);
    for (int t = 0; t < seen; t++) {
      toState = step(t, toState, sums);
    }
    int from = member * layout.count();
    for (int i = 0; i < sums.length; i++) {
      gradient[from + i] += sums[i];
    }
  }

  /** The adjoint of one step: from the gradient by the state after it to that before it. */
  private float[] step(int t, float[] toState, float[] sums) {
    float[] before = state[t + 1];
    int size = hidden * batch;
    // (batch, channel): the sums over the batch then run along rows of contiguous channels.
    float[] toGates = new float[2 * size];
    float[] toCandidate = new float[size];
    float[] toRecurrent = new float[size];
    float[] toBefore = new float[size];
    for (int c = 0; c < hidden; c++) {
      for (int row = 0; row < batch; row++) {
        int i = c * batch + row;
        float reset = gates[t][i];
        float update = gates[t][size + i];
        float next = candidate[t][i];
        float after = toState[i];
        float slope = after * (1 - update) * (1 - next * next);
        toBefore[i] = after * update;
        toCandidate[row * hidden + c] = slope;
        toRecurrent[row * hidden + c] = slope * reset;
        toGates[row * 2 * hidden + c] = slope * recurrent[t][i] * reset * (1 - reset);
        toGates[row * 2 * hidden + hidden + c] = after * (before[i] - next) * update * (1 - update);
      }
    }
    outer(sums, at("encoder.gates.input"), input[t], inputs, toGates, 2 * hidden);
    outer(sums, at("encoder.gates.hidden"), before, hidden, toGates, 2 * hidden);
    total(sums, at("encoder.gates.bias"), toGates, 2 * hidden);
    outer(sums, at("encoder.candidate.input"), input[t], inputs, toCandidate, hidden);
    total(sums, at("encoder.candidate.bias"), toCandidate, hidden);
    outer(sums, at("encoder.candidate.hidden"), before, hidden, toRecurrent, hidden);
    total(sums, at("encoder.candidate.hidden.bias"), toRecurrent, hidden);
    transposed(toBefore, toGates, at("encoder.gates.hidden"), hidden, 2 * hidden);
    transposed(toBefore, toRecurrent, at("encoder.candidate.hidden"), hidden, hidden);
    return toBefore;
  }

  /** Fills (channel, batch) with a bias. */
  private void bias(float[] to, int offset, int channels) {
    for (int c = 0; c < channels; c++) {
      Arrays.fill(to, c * batch, (c + 1) * batch, parameters[offset + c]);
    }
  }

  /** Adds weight (from, to) times (from, batch) to (to, batch), four inputs at a time. */
  private void product(float[] to, float[] from, int inputCount, int offset, int outputs) {
    int i = 0;
    for (; i + 4 <= inputCount; i += 4) {
      int f = i * batch;
      for (int c = 0; c < outputs; c++) {
        int w = offset + i * outputs + c;
        four(
            to,
            c * batch,
            from,
            f,
            batch,
            parameters[w],
            parameters[w + outputs],
            parameters[w + 2 * outputs],
            parameters[w + 3 * outputs],
            batch);
      }
    }
    for (; i < inputCount; i++) {
      for (int c = 0; c < outputs; c++) {
        one(to, c * batch, from, i * batch, parameters[offset + i * outputs + c], batch);
      }
    }
  }

  /** Adds the transposed weight (from, to) times gradients (batch, to) to (from, batch). */
  private void transposed(float[] to, float[] gradients, int offset, int rows, int columns) {
    float[] flipped = new float[columns * batch];
    for (int row = 0; row < batch; row++) {
      for (int c = 0; c < columns; c++) {
        flipped[c * batch + row] = gradients[row * columns + c];
      }
    }
    for (int i = 0; i < rows; i++) {
      int w = offset + i * columns;
      int c = 0;
      for (; c + 4 <= columns; c += 4) {
        four(
            to,
            i * batch,
            flipped,
            c * batch,
            batch,
            parameters[w + c],
            parameters[w + c + 1],
            parameters[w + c + 2],
            parameters[w + c + 3],
            batch);
      }
      for (; c < columns; c++) {
        one(to, i * batch, flipped, c * batch, parameters[w + c], batch);
      }
    }
  }

  /** Adds the sum over the batch of (from, batch) times (batch, to) to (from, to). */
  private void outer(
      float[] sums, int offset, float[] from, int rows, float[] gradients, int columns) {
    for (int i = 0; i < rows; i++) {
      int f = i * batch;
      int row = 0;
      for (; row + 4 <= batch; row += 4) {
        four(
            sums,
            offset + i * columns,
            gradients,
            row * columns,
            columns,
            from[f + row],
            from[f + row + 1],
            from[f + row + 2],
            from[f + row + 3],
            columns);
      }
      for (; row < batch; row++) {
        one(sums, offset + i * columns, gradients, row * columns, from[f + row], columns);
      }
    }
  }

  /** Adds the sum over the batch of (batch, channel). */
  private void total(float[] sums, int offset, float[] gradients, int columns) {
    for (int row = 0; row < batch; row++) {
      one(sums, offset, gradients, row * columns, 1, columns);
    }
  }

  private static void four(
      float[] to,
      int at,
      float[] from,
      int first,
      int stride,
      float a,
      float b,
      float c,
      float d,
      int count) {
    int second = first + stride;
    int third = second + stride;
    int fourth = third + stride;
    for (int k = 0; k < count; k++) {
      to[at + k] +=
          a * from[first + k] + b * from[second + k] + c * from[third + k] + d * from[fourth + k];
    }
  }

  private static void one(float[] to, int at, float[] from, int first, float a, int count) {
    for (int k = 0; k < count; k++) {
      to[at + k] += a * from[first + k];
    }
  }

  private static void sigmoid(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= 0.5f;
    }
    tanh(values);
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + 0.5f * values[i];
    }
  }

  /** A rational approximation, within a few units in the last place (that of Eigen). */
  private static void tanh(float[] values) {
    for (int i = 0; i < values.length; i++) {
      float x = Math.max(-7.9f, Math.min(7.9f, values[i]));
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
      values[i] = x * p / q;
    }
  }
}
