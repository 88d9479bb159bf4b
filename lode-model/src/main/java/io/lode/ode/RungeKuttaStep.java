package io.lode.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes single steps of one method on one batch. All arrays it makes belong to its manager.
 *
 * <p>Where all rows share the step's length it is multiplied into the coefficients, which saves an
 * operation on the whole batch in every stage.
 */
final class RungeKuttaStep {

  private final ButcherTableau tableau;
  private final NDManager manager;
  private final DataType type;
  private final Shape rowShape;
  private final Map<Double, NDArray> scalars = new HashMap<>();

  /**
   * One step's result.
   *
   * @param end state at its end
   * @param slopes stages; scaled by the step's length where rows have their own
   * @param factor what the slopes are still to be scaled by
   */
  record Taken(NDArray end, NDArray[] slopes, double factor) {
    NDArray last() {
      return slopes[slopes.length - 1];
    }
  }

  RungeKuttaStep(ButcherTableau tableau, NDManager manager, NDArray initial) {
    this.tableau = tableau;
    this.manager = manager;
    this.type = initial.getDataType();
    long[] dimensions = initial.getShape().getShape().clone();
    dimensions[dimensions.length - 1] = 1;
    this.rowShape = new Shape(dimensions);
  }

  /**
   * Takes a step.
   *
   * @param starts times at its start, (1 or row)
   * @param lengths of the step, (1 or row)
   * @param state (row..., channel)
   * @param firstSlope the derivative at the start where it is known, unscaled; else null
   */
  Taken take(
      VectorField field, double[] starts, double[] lengths, NDArray state, NDArray firstSlope) {
    boolean common = lengths.length == 1;
    double factor = common ? lengths[0] : 1;
    NDArray rowLengths = common ? null : Tensors.array(manager, lengths, rowShape, type);
    NDArray[] slopes = new NDArray[tableau.stageCount()];
    NDArray last = null;
    for (int i = 0; i < slopes.length; i++) {
      NDArray at = combined(state, slopes, tableau.stages()[i], factor);
      NDArray slope =
          i == 0 && firstSlope != null
              ? firstSlope
              : field.derivative(times(starts, lengths, tableau.nodes()[i]), at);
      slopes[i] = common ? slope : slope.mul(rowLengths);
      last = at;
    }
    NDArray end =
        tableau.firstSameAsLast() ? last : combined(state, slopes, tableau.weights(), factor);
    return new Taken(end, slopes, factor);
  }

  /** The difference between the method and its embedded one. */
  NDArray error(Taken step) {
    NDArray sum = null;
    for (int i = 0; i < step.slopes().length; i++) {
      if (tableau.errorWeights()[i] != 0) {
        NDArray term = step.slopes()[i].mul(scalar(tableau.errorWeights()[i] * step.factor()));
        sum = sum == null ? term : sum.add(term);
      }
    }
    return sum;
  }

  private NDArray combined(NDArray state, NDArray[] slopes, double[] weights, double factor) {
    NDArray sum = state;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        sum = sum.add(slopes[i].mul(scalar(weights[i] * factor)));
      }
    }
    return sum;
  }

  private NDArray scalar(double value) {
    return scalars.computeIfAbsent(value, v -> Tensors.scalar(manager, v, type));
  }

  private static double[] times(double[] starts, double[] lengths, double node) {
    double[] times = new double[starts.length];
    for (int row = 0; row < times.length; row++) {
      times[row] = starts[row] + node * lengths[row];
    }
    return times;
  }
}
