package io.lode.model.residual;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.Tensors;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.List;

/**
 * A fitted ensemble of residuals.
 *
 * @param sizes of the field
 * @param parameters (member, value), at least one member
 * @param grid of the rates
 * @param unit of the residual, log objective
 * @param shrinkage what of it is believed, 0 to 1
 */
public record NeuralResidual(
    ResidualSizes sizes, double[][] parameters, RateGrid grid, double unit, double shrinkage) {

  /**
   * Checks sizes and shrinkage.
   *
   * @throws IllegalArgumentException if there is no member, one of another size, or the shrinkage
   *     is not in [0, 1]
   */
  public NeuralResidual {
    int count = sizes.layout().count();
    if (parameters.length == 0 || parameters[0].length != count) {
      throw new IllegalArgumentException(
          "a residual of "
              + sizes
              + " needs members of "
              + count
              + " values, found "
              + parameters.length
              + (parameters.length == 0 ? " members" : " of " + parameters[0].length));
    }
    if (!(shrinkage >= 0 && shrinkage <= 1)) {
      throw new IllegalArgumentException("shrinkage must be 0 to 1, found " + shrinkage);
    }
  }

  /** Number of members. */
  public int members() {
    return parameters.length;
  }

  /**
   * What is to be added to the log objective under schedules, already shrunk.
   *
   * @param steps not decreasing, at least one, (time)
   * @return (member, schedule, time)
   */
  public double[][][] corrections(List<? extends Schedule> schedules, double[] steps) {
    double[][][] corrections = new double[members()][schedules.size()][steps.length];
    if (shrinkage == 0 || schedules.isEmpty()) {
      return corrections;
    }
    // One more, since a step is read off on the line to the next interval's middle.
    int intervals = grid.intervals(steps[steps.length - 1] + grid.width());
    double[][][] features =
        schedules.stream()
            .map(schedule -> grid.features(schedule, intervals))
            .toArray(double[][][]::new);
    double[][][] read = read(sizes.layout(), parameters, features);
    for (int m = 0; m < corrections.length; m++) {
      for (int s = 0; s < features.length; s++) {
        double[] at = grid.between(read[m][s], steps);
        for (int t = 0; t < at.length; t++) {
          corrections[m][s][t] = shrinkage * unit * at[t];
        }
      }
    }
    return corrections;
  }

  /**
   * Residuals in their unit.
   *
   * @param parameters (member, value)
   * @param features (run, interval, feature)
   * @return (member, run, interval)
   */
  public static double[][][] read(
      ParameterLayout layout, double[][] parameters, double[][][] features) {
    int runs = features.length;
    int intervals = features[0].length;
    double[][][] read = new double[parameters.length][runs][intervals];
    double[] flat = Arrays.stream(parameters).flatMapToDouble(Arrays::stream).toArray();
    try (NDManager manager = Tensors.manager()) {
      NDArray bound =
          Tensors.array(
              manager, flat, new Shape(parameters.length, layout.count()), DataType.FLOAT32);
      ResidualOde model = new ResidualOde(layout, bound);
      double[] values =
          Tensors.values(model.read(model.states(rates(manager, features, DataType.FLOAT32))));
      for (int k = 0; k < intervals; k++) {
        for (int m = 0; m < parameters.length; m++) {
          for (int run = 0; run < runs; run++) {
            read[m][run][k] = values[(k * parameters.length + m) * runs + run];
          }
        }
      }
    }
    return read;
  }

  /**
   * What the field sees, as an array.
   *
   * @param features (run, interval, feature)
   * @return (interval, 1, run, feature), of the manager
   */
  public static NDArray rates(NDManager manager, double[][][] features, DataType type) {
    int runs = features.length;
    int intervals = features[0].length;
    double[] flat = new double[intervals * runs * ResidualSizes.FEATURES];
    for (int k = 0; k < intervals; k++) {
      for (int run = 0; run < runs; run++) {
        System.arraycopy(
            features[run][k],
            0,
            flat,
            (k * runs + run) * ResidualSizes.FEATURES,
            ResidualSizes.FEATURES);
      }
    }
    return Tensors.array(
        manager, flat, new Shape(intervals, 1, runs, ResidualSizes.FEATURES), type);
  }
}
