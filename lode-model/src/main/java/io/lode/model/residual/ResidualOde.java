package io.lode.model.residual;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.ButcherTableau;
import io.lode.ode.OdeSolver;
import io.lode.ode.StepPlan;
import io.lode.ode.VectorField;
import java.util.Map;

/**
 * A batch of controlled neural latent ODEs under given parameters.
 *
 * <p>{@code dz/dt = scale * sigmoid(gate u) * tanh(W_out tanh(W_state z + W_rate (u, e^u) + b) +
 * b)} with u the standardised log learning rate, constant in an interval; z starts from a learned
 * state that all runs share; a linear layer reads the residual off z. Both factors are bounded, so
 * that no schedule makes the state explode. One midpoint step an interval, in training and in
 * inference alike.
 */
public final class ResidualOde {

  private static final OdeSolver SOLVER = new OdeSolver(ButcherTableau.MIDPOINT);

  private final Map<String, NDArray> weights;

  /**
   * Binds parameters.
   *
   * @param parameters (member, value); whoever made them closes them, and this model with them
   */
  public ResidualOde(ParameterLayout layout, NDArray parameters) {
    weights = layout.cut(parameters);
  }

  /**
   * The states at the intervals' ends.
   *
   * @param rates what the field sees, (interval, 1, run, feature)
   * @return (interval, member, run, state), of the rates' manager
   */
  public NDArray states(NDArray rates) {
    NDManager manager = rates.getManager();
    int intervals = (int) rates.getShape().get(0);
    long runs = rates.getShape().get(2);
    NDArray start = weights.get("start");
    long members = start.getShape().get(0);
    long channels = start.getShape().get(2);
    NDArray driven = rates.matMul(weights.get("field.rate")).add(weights.get("field.bias"));
    NDArray gated =
        Activation.sigmoid(rates.get("..., 0:1").mul(weights.get("field.gate")))
            .mul(weights.get("field.scale"));
    NDList drives =
        driven.reshape(intervals * members, runs, driven.getShape().get(3)).split(intervals, 0);
    NDList gates = gated.reshape(intervals * members, runs, 1).split(intervals, 0);
    NDArray ofState = weights.get("field.state");
    NDArray out = weights.get("field.out");
    NDArray outBias = weights.get("field.out.bias");
    VectorField field =
        (time, state) -> {
          int interval = Math.min(intervals - 1, (int) time[0]);
          NDArray hidden = state.matMul(ofState).add(drives.get(interval)).tanh();
          return hidden.matMul(out).add(outBias).tanh().mul(gates.get(interval));
        };
    NDArray initial =
        manager.zeros(new Shape(members, runs, channels), rates.getDataType()).add(start);
    double[] ends = new double[intervals];
    for (int k = 0; k < ends.length; k++) {
      ends[k] = k + 1;
    }
    return SOLVER.solve(field, initial, StepPlan.fixed(0, intervals, intervals), ends);
  }

  /**
   * The residual of states.
   *
   * @param states (interval, member, run, state)
   * @return (interval, member, run, 1), of the states' manager
   */
  public NDArray read(NDArray states) {
    return states.matMul(weights.get("readout.weight")).add(weights.get("readout.bias"));
  }

  /**
   * The length of the states' paths, the mean over the runs.
   *
   * @param states (interval, member, run, state), at least two intervals
   * @param tiny a small positive number as an array of one value, below the root
   * @return (member), of the states' manager
   */
  public static NDArray pathLength(NDArray states, NDArray tiny) {
    NDArray moves = states.get("1:").sub(states.get(":-1"));
    return moves
        .mul(moves)
        .sum(new int[] {3})
        .add(tiny)
        .sqrt()
        .sum(new int[] {0})
        .mean(new int[] {1});
  }
}
