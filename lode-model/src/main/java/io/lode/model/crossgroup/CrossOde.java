package io.lode.model.crossgroup;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.Tensors;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A latent ODE of training that the learning rate drives and a code bends.
 *
 * <p>With a the log rate, shifted by the code, each latent state follows {@code dz/dt = r(a, code)
 * (q(a, code) - z)}. The decay rate r and the level q are power laws of the rate, as in the modal
 * latent ODE, times the exponential of a small network of rate and code. States of the first kind
 * start at 1 and have no level; states of the second kind start at 0. The equation is linear in z
 * and the rate constant in an interval, so that each interval is solved exactly.
 *
 * <p>Arrays are (interval, member, run, channel).
 */
final class CrossOde {

  /** Decay rates of the slowest and the fastest state at the usual rate, per full run. */
  private static final double SLOWEST = 0.3;

  private static final double FASTEST = 3000;

  /** Logarithm of the smallest reachable loss over the smallest seen, at first. */
  private static final double FIRST_FLOOR = Math.log(0.8);

  private static final double FIRST_DECAYING = Math.log(0.05);

  private static final double FIRST_DRIVEN = Math.log(0.02);

  /** How the log weight of a decaying state grows with its log decay rate, at first. */
  private static final double FIRST_SLOPE = 0.3;

  private final CrossSizes sizes;
  private final CrossReadout readout;
  private final Map<String, NDArray> weights;
  private final NDArray logDecay;
  private final NDArray firstWeights;
  private final NDArray firstFloor;

  /**
   * Binds parameters.
   *
   * @param parameters (member, value)
   * @param manager of the constants, which must live as long as this
   */
  CrossOde(
      CrossSizes sizes,
      CrossReadout readout,
      ParameterLayout layout,
      NDArray parameters,
      NDManager manager) {
    this.sizes = sizes;
    this.readout = readout;
    weights = layout.cut(parameters);
    DataType type = parameters.getDataType();
    int modes = sizes.modes();
    double[] decay = new double[2 * modes];
    double[] first = new double[2 * modes];
    for (int i = 0; i < modes; i++) {
      double part = modes == 1 ? 0 : i / (modes - 1.0);
      decay[i] = Math.log(SLOWEST) + part * Math.log(FASTEST / SLOWEST);
      decay[modes + i] = decay[i];
      first[i] = FIRST_DECAYING + FIRST_SLOPE * decay[i];
      first[modes + i] = FIRST_DRIVEN;
    }
    Shape shape = new Shape(1, 1, 2L * modes);
    logDecay = Tensors.array(manager, decay, shape, type);
    firstWeights = Tensors.array(manager, first, shape, type);
    firstFloor = Tensors.scalar(manager, FIRST_FLOOR, type);
  }

  /**
   * What the model says at the intervals' borders.
   *
   * @param rates of the runs
   * @param codes with what stands beside them, (member, run, code)
   * @return (border, member, run, 1), one border more than intervals
   */
  NDArray values(Rates rates, NDArray codes) {
    int width = sizes.width();
    int modes = sizes.modes();
    NDArray given = codes.matMul(weights.get("code")).add(weights.get("code.bias"));
    NDList parts =
        given.split(
            new long[] {
              width,
              width + 2L * modes,
              width + 2L * modes + 1,
              width + 2L * modes + 2,
              width + 2L * modes + 3
            },
            2);
    NDArray shifted = rates.logRate().add(parts.get(4));
    NDArray hidden =
        shifted
            .mul(weights.get("hidden.rate"))
            .add(parts.get(0).add(weights.get("hidden.bias")))
            .tanh();
    NDArray gates =
        hidden
            .matMul(weights.get("gate"))
            .add(weights.get("gate.bias"))
            .add(shifted.mul(weights.get("exponent")));
    NDList kinds = gates.split(new long[] {2L * modes}, 3);
    NDArray decay = kinds.get(0).add(logDecay.add(parts.get(5))).exp();
    NDArray kept = decay.mul(rates.duration()).neg().exp();
    NDArray driven = kinds.get(1).exp();
    NDArray level = NDArrays.concat(new NDList(driven.zerosLike(), driven), 3);
    NDArray states = states(kept, level.sub(level.mul(kept)));
    return readout == CrossReadout.LOSS
        ? states
            .mul(parts.get(1).add(firstWeights).exp())
            .sum(new int[] {3}, true)
            .add(parts.get(2).add(firstFloor).exp())
            .log()
            .add(parts.get(3))
        : states.mul(parts.get(1)).sum(new int[] {3}, true);
  }

  /** The states at the borders, from what an interval keeps and what it adds. */
  private NDArray states(NDArray kept, NDArray added) {
    int intervals = (int) kept.getShape().get(0);
    NDList keeps = kept.split(intervals, 0);
    NDList adds = added.split(intervals, 0);
    NDArray zero = keeps.get(0).zerosLike();
    NDList halves = zero.split(2, 3);
    NDArray state = NDArrays.concat(new NDList(halves.get(0).onesLike(), halves.get(1)), 3);
    NDList all = new NDList(state);
    for (int k = 0; k < intervals; k++) {
      state = state.mul(keeps.get(k)).add(adds.get(k));
      all.add(state);
    }
    return NDArrays.concat(all, 0);
  }

  /**
   * What drives the runs of a batch.
   *
   * @param logRate (interval, 1, run, 1)
   * @param duration (interval, 1, run, 1)
   */
  record Rates(NDArray logRate, NDArray duration) {

    /** Of runs, as arrays of a manager. */
    static Rates of(NDManager manager, List<UnitRun> runs, DataType type) {
      return new Rates(
          array(manager, runs, UnitRun::logRate, type),
          array(manager, runs, UnitRun::duration, type));
    }
  }

  /** One of the arrays of runs, (interval, 1, run, 1). */
  static NDArray array(
      NDManager manager, List<UnitRun> runs, Function<UnitRun, double[]> part, DataType type) {
    int intervals = UnitRun.INTERVALS;
    double[] flat = new double[intervals * runs.size()];
    for (int run = 0; run < runs.size(); run++) {
      double[] values = part.apply(runs.get(run));
      for (int k = 0; k < intervals; k++) {
        flat[k * runs.size() + run] = values[k];
      }
    }
    return Tensors.array(manager, flat, new Shape(intervals, 1, runs.size(), 1), type);
  }
}
