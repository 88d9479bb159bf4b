package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.lode.ode.OdeSolver;
import io.lode.ode.StepPlan;
import io.lode.ode.Tensors;
import io.lode.ode.VectorField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch of latent ODEs under given parameters.
 *
 * <p>As published: a gated recurrent unit reads (time, features) backwards in time; a linear layer
 * makes the latent code of its last state; a network makes the initial hidden state of the code;
 * {@code dh/dt = scale * tanh(network(h))}, autonomous; a linear layer reads the features off the
 * state. Networks use softplus. Deviation: the code is the encoder's output itself, with no noise,
 * as in the path-minimised variant, whose path term stands in for the prior.
 */
public final class LatentOde {

  private final Map<String, NDArray> weights;
  private final List<NDArray[]> start = new ArrayList<>();
  private final List<NDArray[]> field = new ArrayList<>();

  /**
   * Binds parameters.
   *
   * @param parameters (member, value); whoever made them closes them, and this model with them
   */
  public LatentOde(LatentLayout layout, NDArray parameters) {
    weights = layout.cut(parameters);
    for (int layer = 0; layer <= layout.sizes().depth(); layer++) {
      start.add(layer("start", layer));
      field.add(layer("field", layer));
    }
  }

  private NDArray[] layer(String name, int layer) {
    return new NDArray[] {
      weights.get(name + "." + layer + ".weight"), weights.get(name + "." + layer + ".bias")
    };
  }

  /**
   * The latent codes of windows.
   *
   * @param windows time since the window's start, then the features, the earliest first, (time,
   *     member, batch, 1 + feature); no NaN
   * @return (member, batch, latent), of the windows' manager
   */
  public NDArray encode(NDArray windows) {
    long times = windows.getShape().get(0);
    long members = windows.getShape().get(1);
    long batch = windows.getShape().get(2);
    NDList gateInputs = inputs(windows, "encoder.gates.", times, members, batch);
    NDList candidateInputs = inputs(windows, "encoder.candidate.", times, members, batch);
    NDArray gateWeight = weights.get("encoder.gates.hidden");
    NDArray candidateWeight = weights.get("encoder.candidate.hidden");
    NDArray bias = weights.get("encoder.candidate.hidden.bias");
    NDArray both = NDArrays.concat(new NDList(gateWeight, candidateWeight), 2);
    long hidden = candidateWeight.getShape().get(2);
    long[] border = {2 * hidden};
    long[] middle = {hidden};
    NDArray state = null;
    for (int t = (int) times - 1; t >= 0; t--) {
      NDArray gates = gateInputs.get(t);
      NDArray recurrent = null;
      if (state != null) {
        NDList products = state.matMul(both).split(border, 2);
        gates = gates.add(products.get(0));
        recurrent = products.get(1).add(bias);
      }
      NDList resetAndUpdate = Activation.sigmoid(gates).split(middle, 2);
      // The first state is zero, of which only the bias is left.
      NDArray remembered =
          recurrent == null
              ? resetAndUpdate.get(0).mul(bias)
              : resetAndUpdate.get(0).mul(recurrent);
      NDArray candidate = remembered.add(candidateInputs.get(t)).tanh();
      NDArray update = resetAndUpdate.get(1);
      state =
          state == null
              ? candidate.sub(candidate.mul(update))
              : state.sub(candidate).mul(update).add(candidate);
    }
    return state
        .matMul(weights.get("encoder.latent.weight"))
        .add(weights.get("encoder.latent.bias"));
  }

  /** What each time adds to a gate, one array (member, batch, channel) a time. */
  private NDList inputs(NDArray windows, String gate, long times, long members, long batch) {
    NDArray product = windows.matMul(weights.get(gate + "input")).add(weights.get(gate + "bias"));
    long channels = product.getShape().get(3);
    return product.reshape(times * members, batch, channels).split(times, 0);
  }

  /**
   * The state that a code starts from.
   *
   * @param codes (member, batch, latent)
   * @return (member, batch, hidden), of the codes' manager
   */
  public NDArray start(NDArray codes) {
    return network(codes, start);
  }

  /** The vector field of the hidden state, autonomous. */
  public VectorField field() {
    NDArray scale = weights.get("field.scale");
    return (time, state) -> network(state, field).tanh().mul(scale);
  }

  private static NDArray network(NDArray input, List<NDArray[]> layers) {
    NDArray value = input;
    for (int layer = 0; layer < layers.size(); layer++) {
      value = value.matMul(layers.get(layer)[0]).add(layers.get(layer)[1]);
      if (layer < layers.size() - 1) {
        value = Activation.softPlus(value);
      }
    }
    return value;
  }

  /**
   * The hidden states that codes lead to.
   *
   * @param codes (member, batch, latent)
   * @param times since the window's start, not decreasing, inside the plan, (time)
   * @return (time, member, batch, hidden), of the codes' manager
   */
  public NDArray states(NDArray codes, OdeSolver solver, StepPlan plan, double[] times) {
    return solver.solve(field(), start(codes), plan, times);
  }

  /**
   * The features of states.
   *
   * @param states (time, member, batch, hidden)
   * @return (time, member, batch, feature), of the states' manager
   */
  public NDArray read(NDArray states) {
    return states.matMul(weights.get("readout.weight")).add(weights.get("readout.bias"));
  }

  /**
   * The length of the states' paths, for each member the mean over the batch: the sum over
   * consecutive times of the distance in units of the channels' spread (a diagonal Mahalanobis
   * distance; the spread is the standard deviation over batch and time), divided by the norm of the
   * spread.
   *
   * @param states (time, member, batch, hidden), at least two times
   * @return (member), of the states' manager, not negative
   */
  public static NDArray pathLength(NDArray states) {
    NDManager manager = states.getManager();
    NDArray tiny = Tensors.scalar(manager, 1e-12, states.getDataType());
    NDArray centred = states.sub(overBatchAndTime(states));
    NDArray variance = overBatchAndTime(centred.mul(centred)).add(tiny);
    NDArray moves = states.get("1:").sub(states.get(":-1"));
    NDArray squares = moves.mul(moves).div(variance).sum(new int[] {3});
    NDArray length = squares.add(tiny).sqrt().sum(new int[] {0}).mean(new int[] {1});
    NDArray norm = variance.sum(new int[] {3}).sqrt().reshape(length.getShape());
    return length.div(norm);
  }

  private static NDArray overBatchAndTime(NDArray values) {
    return values.mean(new int[] {0}, true).mean(new int[] {2}, true);
  }
}
