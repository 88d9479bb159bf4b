package io.lode.model.crossgroup;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The runs of several groups that a step sees, as arrays: (interval, 1, run, 1), but for the
 * context, (1, run, context), and what a run has one of, (run, 1).
 *
 * @param rates that drive the runs
 * @param target what was observed
 * @param place where in its interval
 * @param weight how much it counts
 * @param context beside the codes
 * @param unit one over the group's unit of errors
 * @param share of a run in the loss
 */
record CrossBatch(
    CrossOde.Rates rates,
    NDArray target,
    NDArray place,
    NDArray weight,
    NDArray context,
    NDArray unit,
    NDArray share) {

  /**
   * A run of a batch.
   *
   * @param group its group's number
   * @param run its number among all runs
   * @param at its number in its group
   * @param weight its share of the loss
   * @param penalty its share of what the group's code costs
   */
  record Seen(int group, int run, int at, double weight, double penalty) {}

  /** The arrays of runs, of a manager. */
  static CrossBatch of(NDManager manager, List<Seen> seen, List<GroupView> groups, DataType type) {
    List<UnitRun> runs = new ArrayList<>();
    double[] context = new double[seen.size() * CrossSizes.CONTEXT];
    double[] unit = new double[seen.size()];
    double[] share = new double[seen.size()];
    for (int r = 0; r < seen.size(); r++) {
      Seen one = seen.get(r);
      GroupView group = groups.get(one.group());
      runs.add(group.runs().get(one.at()));
      System.arraycopy(group.context(), 0, context, r * CrossSizes.CONTEXT, CrossSizes.CONTEXT);
      unit[r] = 1 / group.units().spread();
      share[r] = one.weight();
    }
    return new CrossBatch(
        CrossOde.Rates.of(manager, runs, type),
        CrossOde.array(manager, runs, UnitRun::target, type),
        CrossOde.array(manager, runs, UnitRun::place, type),
        CrossOde.array(manager, runs, UnitRun::weight, type),
        Tensors.array(manager, context, new Shape(1, seen.size(), CrossSizes.CONTEXT), type),
        Tensors.array(manager, unit, new Shape(seen.size(), 1), type),
        Tensors.array(manager, share, new Shape(seen.size(), 1), type));
  }

  /**
   * The summed negative log likelihood of all members: pseudo-Huber around the model.
   *
   * @param leaves weights, codes and log deviations ({@link CodeRows#leaves})
   * @param manager of the constants
   */
  NDArray loss(
      CrossSizes sizes,
      CrossReadout readout,
      ParameterLayout layout,
      NDList leaves,
      NDManager manager) {
    NDArray codes = leaves.get(1);
    DataType type = codes.getDataType();
    double outliers = CrossFit.OUTLIER * CrossFit.OUTLIER;
    NDArray one = Tensors.scalar(manager, 1, type);
    NDArray smallest = Tensors.scalar(manager, CrossFit.SMALLEST_DEVIATION, type);
    NDArray outlier = Tensors.scalar(manager, 1 / outliers, type);
    NDArray squared = Tensors.scalar(manager, outliers, type);
    NDArray beside =
        context.broadcast(
            new Shape(codes.getShape().get(0), codes.getShape().get(1), CrossSizes.CONTEXT));
    CrossOde ode = new CrossOde(sizes, readout, layout, leaves.get(0), manager);
    NDArray values = ode.values(rates, codes.concat(beside, 2));
    NDArray left = values.get(":-1");
    NDArray predicted = left.add(values.get("1:").sub(left).mul(place));
    NDArray deviation = leaves.get(2).exp().add(smallest);
    NDArray error = predicted.sub(target).mul(unit).div(deviation);
    NDArray robust = error.mul(error).mul(outlier).add(one).sqrt().sub(one).mul(squared);
    return robust.mul(weight).sum(new int[] {0}).add(deviation.log()).mul(share).sum();
  }
}
