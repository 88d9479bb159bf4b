package io.lode.model.latent;

import io.lode.model.network.ParameterLayout;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The encoder of one member in plain Java with its adjoint written by hand: the same function as
 * {@link LatentOde#encode}, in single precision.
 *
 * <p>Sixty recurrent steps are some seven hundred small array operations, of which a tensor engine
 * spends most on calling. Here a step is a few loops over rows of the batch, one array a channel:
 * loops over several arrays are compiled to vector instructions where all are indexed alike, and to
 * scalar ones where each starts at an offset of its own. An instance keeps the activations between
 * a forward pass and its backward pass, about {@code 7 * longest * hidden * batch} floats, may be
 * used again and again, and is used by one thread at a time.
 */
public final class FusedEncoder {

  private final LatentLayout layout;
  private final int batch;
  private final int inputs;
  private final int hidden;
  private final int latent;
  private final Map<String, Integer> offsets = new TreeMap<>();
  private final float[] parameters;
  private final float[][][] input;
  private final float[][][] state;
  private final float[][][] gates;
  private final float[][][] candidate;
  private final float[][][] recurrent;
  private int seen;

  /**
   * Prepares passes over windows.
   *
   * @param longest observations of the longest window
   */
  public FusedEncoder(LatentLayout layout, int longest, int batch) {
    this.layout = layout;
    this.batch = batch;
    inputs = layout.sizes().features() + 1;
    hidden = layout.sizes().hidden();
    latent = layout.sizes().latent();
    for (ParameterLayout.Part part : layout.parts()) {
      offsets.put(part.name(), part.offset());
    }
    parameters = new float[layout.count()];
    input = new float[longest][inputs][batch];
    state = new float[longest + 1][hidden][batch];
    gates = new float[longest][2 * hidden][batch];
    candidate = new float[longest][hidden][batch];
    recurrent = new float[longest][hidden][batch];
  }

  private int at(String name) {
    return offsets.get(name);
  }

  /**
   * The codes of windows.
   *
   * @param values the member's parameters
   * @param windows times and features of all members, (seen, member, batch, 1 + feature), row-major
   * @param length of the windows, at most the longest
   * @param member whose windows are read
   * @param members how many there are
   * @return (batch, latent), row-major
   */
  public double[] forward(double[] values, double[] windows, int length, int member, int members) {
    seen = length;
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) values[i];
    }
    for (float[] channel : state[seen]) {
      Arrays.fill(channel, 0);
    }
    for (int t = seen - 1; t >= 0; t--) {
      read(windows, t, member, members);
      Channels.bias(gates[t], parameters, at("encoder.gates.bias"));
      Channels.product(gates[t], input[t], parameters, at("encoder.gates.input"));
      Channels.product(gates[t], state[t + 1], parameters, at("encoder.gates.hidden"));
      Channels.bias(recurrent[t], parameters, at("encoder.candidate.hidden.bias"));
      Channels.product(recurrent[t], state[t + 1], parameters, at("encoder.candidate.hidden"));
      Channels.bias(candidate[t], parameters, at("encoder.candidate.bias"));
      Channels.product(candidate[t], input[t], parameters, at("encoder.candidate.input"));
      for (int c = 0; c < hidden; c++) {
        Channels.sigmoid(gates[t][c]);
        Channels.sigmoid(gates[t][hidden + c]);
        move(
            state[t][c],
            state[t + 1][c],
            gates[t][c],
            gates[t][hidden + c],
            recurrent[t][c],
            candidate[t][c]);
      }
    }
    return codes();
  }

  /** The state after a step; the candidate is replaced by its activation. */
  private static void move(
      float[] after,
      float[] before,
      float[] reset,
      float[] update,
      float[] again,
      float[] candidate) {
    for (int k = 0; k < candidate.length; k++) {
      candidate[k] += reset[k] * again[k];
    }
    Channels.tanh(candidate);
    for (int k = 0; k < after.length; k++) {
      after[k] = candidate[k] + update[k] * (before[k] - candidate[k]);
    }
  }

  private void read(double[] windows, int t, int member, int members) {
    int from = (t * members + member) * batch * inputs;
    for (int row = 0; row < batch; row++) {
      for (int i = 0; i < inputs; i++) {
        input[t][i][row] = (float) windows[from + row * inputs + i];
      }
    }
  }

  private double[] codes() {
    float[][] code = new float[latent][batch];
    Channels.bias(code, parameters, at("encoder.latent.bias"));
    Channels.product(code, state[0], parameters, at("encoder.latent.weight"));
    double[] codes = new double[batch * latent];
    for (int row = 0; row < batch; row++) {
      for (int c = 0; c < latent; c++) {
        codes[row * latent + c] = code[c][row];
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
    float[][] rows = new float[batch][latent];
    float[][] code = new float[latent][batch];
    for (int row = 0; row < batch; row++) {
      for (int c = 0; c < latent; c++) {
        float value = (float) codeGradient[(member * batch + row) * latent + c];
        rows[row][c] = value;
        code[c][row] = value;
      }
    }
    Sums latentSums = new Sums(hidden, latent);
    latentSums.add(state[0], rows);
    float[][] toState = new float[hidden][batch];
    Channels.transposed(toState, code, parameters, at("encoder.latent.weight"));

    Sums inputSums = new Sums(inputs, 3 * hidden);
    Sums stateSums = new Sums(hidden, 3 * hidden);
    Adjoint adjoint = new Adjoint();
    for (int t = 0; t < seen; t++) {
      toState = adjoint.step(t, toState, inputSums, stateSums);
    }
    int from = member * layout.count();
    latentSums.put(gradient, from, "encoder.latent.weight", 0, latent);
    put(gradient, from + at("encoder.latent.bias"), latentSums.bias, 0, latent);
    inputSums.put(gradient, from, "encoder.gates.input", 0, 2 * hidden);
    inputSums.put(gradient, from, "encoder.candidate.input", 2 * hidden, hidden);
    put(gradient, from + at("encoder.gates.bias"), inputSums.bias, 0, 2 * hidden);
    put(gradient, from + at("encoder.candidate.bias"), inputSums.bias, 2 * hidden, hidden);
    stateSums.put(gradient, from, "encoder.gates.hidden", 0, 2 * hidden);
    stateSums.put(gradient, from, "encoder.candidate.hidden", 2 * hidden, hidden);
    put(gradient, from + at("encoder.candidate.hidden.bias"), stateSums.bias, 2 * hidden, hidden);
  }

  private static void put(double[] gradient, int at, float[] values, int first, int count) {
    for (int i = 0; i < count; i++) {
      gradient[at + i] += values[first + i];
    }
  }

  /** Gradients by the weights between some inputs and some outputs, and by their bias. */
  private final class Sums {
    private final float[][] weight;
    private final float[] bias;

    Sums(int rows, int columns) {
      weight = new float[rows][columns];
      bias = new float[columns];
    }

    /** Adds the sum over the batch of (from, batch) times (batch, to). */
    void add(float[][] from, float[][] gradients) {
      int row = 0;
      for (; row + 4 <= batch; row += 4) {
        float[] first = gradients[row];
        float[] second = gradients[row + 1];
        float[] third = gradients[row + 2];
        float[] fourth = gradients[row + 3];
        Channels.four(bias, first, second, third, fourth, 1, 1, 1, 1);
        for (int i = 0; i < from.length; i++) {
          float[] x = from[i];
          Channels.four(
              weight[i], first, second, third, fourth, x[row], x[row + 1], x[row + 2], x[row + 3]);
        }
      }
      for (; row < batch; row++) {
        Channels.one(bias, gradients[row], 1);
        for (int i = 0; i < from.length; i++) {
          Channels.one(weight[i], gradients[row], from[i][row]);
        }
      }
    }

    void put(double[] gradient, int from, String name, int first, int columns) {
      for (int i = 0; i < weight.length; i++) {
        FusedEncoder.put(gradient, from + at(name) + i * columns, weight[i], first, columns);
      }
    }
  }

  /** The backward pass through the recurrence, with room that its steps share. */
  private final class Adjoint {
    private final float[][] toGates = new float[2 * hidden][batch];
    private final float[][] toCandidate = new float[hidden][batch];
    private final float[][] toRecurrent = new float[hidden][batch];
    private final float[][] inputRows = new float[batch][3 * hidden];
    private final float[][] stateRows = new float[batch][3 * hidden];
    private float[][] spare = new float[hidden][batch];

    /** From the gradient by the state after a step to that by the state before it. */
    float[][] step(int t, float[][] toState, Sums inputSums, Sums stateSums) {
      float[][] toBefore = spare;
      for (int c = 0; c < hidden; c++) {
        slopes(
            toState[c],
            state[t + 1][c],
            gates[t][c],
            gates[t][hidden + c],
            recurrent[t][c],
            candidate[t][c],
            toBefore[c],
            toGates[c],
            toGates[hidden + c],
            toCandidate[c],
            toRecurrent[c]);
      }
      // The sums over the batch run along rows of contiguous channels.
      for (int row = 0; row < batch; row++) {
        float[] ofInput = inputRows[row];
        float[] ofState = stateRows[row];
        for (int c = 0; c < 2 * hidden; c++) {
          ofInput[c] = toGates[c][row];
          ofState[c] = ofInput[c];
        }
        for (int c = 0; c < hidden; c++) {
          ofInput[2 * hidden + c] = toCandidate[c][row];
          ofState[2 * hidden + c] = toRecurrent[c][row];
        }
      }
      inputSums.add(input[t], inputRows);
      stateSums.add(state[t + 1], stateRows);
      Channels.transposed(toBefore, toGates, parameters, at("encoder.gates.hidden"));
      Channels.transposed(toBefore, toRecurrent, parameters, at("encoder.candidate.hidden"));
      spare = toState;
      return toBefore;
    }
  }

  private static void slopes(
      float[] after,
      float[] before,
      float[] reset,
      float[] update,
      float[] again,
      float[] next,
      float[] toBefore,
      float[] toReset,
      float[] toUpdate,
      float[] toCandidate,
      float[] toRecurrent) {
    for (int k = 0; k < after.length; k++) {
      float slope = after[k] * (1 - update[k]) * (1 - next[k] * next[k]);
      toBefore[k] = after[k] * update[k];
      toCandidate[k] = slope;
      toRecurrent[k] = slope * reset[k];
      toReset[k] = slope * again[k] * reset[k] * (1 - reset[k]);
      toUpdate[k] = after[k] * (before[k] - next[k]) * update[k] * (1 - update[k]);
    }
  }
}
