package io.lode.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Chooses each row's steps so that the error of every step stays within a tolerance: a
 * proportional-integral controller (Gustafsson 1991) on the embedded method's difference.
 *
 * <p>The error of a step is the root mean square over channels of the difference divided by {@code
 * absoluteTolerance + relativeTolerance * max(|y_start|, |y_end|)}; 1 is the limit. Rows do not
 * influence each other. Solving under the plan repeats the accepted steps, so a solve costs about
 * twice the evaluations of its plan; in return nothing that was rejected is ever taped.
 *
 * @param relativeTolerance positive
 * @param absoluteTolerance positive
 * @param mostSteps steps tried before giving up, at least 1
 */
public record StepSizeController(
    double relativeTolerance, double absoluteTolerance, int mostSteps) {

  /** Factor of the step size that the error estimate allows: fewer steps are rejected. */
  private static final double SAFETY = 0.9;

  /** Smallest factor from one step size to the next: one bad estimate must not stop the solver. */
  private static final double SMALLEST_FACTOR = 0.2;

  /** Largest factor from one step size to the next: one lucky estimate must not skip detail. */
  private static final double LARGEST_FACTOR = 10;

  /** Exponents of the error and of the last error, times the order. */
  private static final double PROPORTIONAL = 0.7;

  /**
   * Weight of the error of the last accepted step, likewise times the order: it damps oscillations.
   */
  private static final double INTEGRAL = 0.4;

  /** Checks the values. */
  public StepSizeController {
    if (!(relativeTolerance > 0) || !(absoluteTolerance > 0) || mostSteps < 1) {
      throw new IllegalArgumentException(
          "tolerances must be positive and steps at least 1, found "
              + relativeTolerance
              + ", "
              + absoluteTolerance
              + " and "
              + mostSteps);
    }
  }

  /**
   * Plans the steps of every row.
   *
   * @param initial states at the start, (row..., channel)
   * @throws IllegalArgumentException if the method has no embedded one or time runs backwards
   * @throws SolverException if a row needs too many or too small steps
   */
  public StepPlan plan(
      ButcherTableau tableau, VectorField field, NDArray initial, double from, double to) {
    if (!tableau.embedded()) {
      throw new IllegalArgumentException(
          "adaptive steps need an embedded method, " + tableau + " has none");
    }
    if (!(to > from)) {
      throw new IllegalArgumentException("time must increase, found " + from + " to " + to);
    }
    try (NDManager scope = initial.getManager().newSubManager()) {
      NDArray start = initial.stopGradient();
      start.attach(scope);
      return plan(new RungeKuttaStep(tableau, scope, initial), tableau, field, start, from, to);
    }
  }

  private StepPlan plan(
      RungeKuttaStep stepper,
      ButcherTableau tableau,
      VectorField field,
      NDArray initial,
      double from,
      double to) {
    int rows =
        Math.toIntExact(
            initial.size() / initial.getShape().get(initial.getShape().dimension() - 1));
    RowSteps[] steps = new RowSteps[rows];
    double[] first = firstLengths(field, initial, from, to, rows, tableau.order());
    for (int row = 0; row < rows; row++) {
      steps[row] = new RowSteps(from, to, first[row], tableau.order());
    }
    NDArray state = initial;
    for (int tried = 0; ; tried++) {
      if (Arrays.stream(steps).allMatch(RowSteps::done)) {
        break;
      }
      if (tried == mostSteps) {
        double reached = Arrays.stream(steps).mapToDouble(row -> row.time).min().orElseThrow();
        throw new SolverException(
            "the tolerance needs more than " + mostSteps + " steps, reached time " + reached);
      }
      double[] starts = Arrays.stream(steps).mapToDouble(row -> row.time).toArray();
      double[] lengths = Arrays.stream(steps).mapToDouble(RowSteps::length).toArray();
      RungeKuttaStep.Taken taken = stepper.take(field, starts, lengths, state, null);
      double[] errors = errors(stepper.error(taken), state, taken.end());
      boolean[] accepted = new boolean[rows];
      for (int row = 0; row < rows; row++) {
        accepted[row] = steps[row].accept(errors[row], row);
      }
      NDArray mask = mask(state, accepted);
      state = NDArrays.where(mask, taken.end(), state);
    }
    int most = Arrays.stream(steps).mapToInt(row -> row.count).max().orElseThrow();
    double[][] ends = new double[rows][];
    for (int row = 0; row < rows; row++) {
      ends[row] = steps[row].ends(most);
    }
    return new StepPlan(ends);
  }

  /** Error of each row's step over its tolerance. */
  private double[] errors(NDArray difference, NDArray start, NDArray end) {
    NDManager manager = start.getManager();
    DataType type = start.getDataType();
    NDArray scale =
        NDArrays.maximum(start.abs(), end.abs())
            .mul(Tensors.scalar(manager, relativeTolerance, type))
            .add(Tensors.scalar(manager, absoluteTolerance, type));
    return norms(difference.div(scale));
  }

  private static double[] norms(NDArray values) {
    int last = values.getShape().dimension() - 1;
    return Tensors.values(values.mul(values).mean(new int[] {last}).sqrt());
  }

  /** First lengths by the sizes of the state, its slope and its curvature (Hairer et al. II.4). */
  private double[] firstLengths(
      VectorField field, NDArray initial, double from, double to, int rows, int order) {
    NDManager manager = initial.getManager();
    DataType type = initial.getDataType();
    NDArray scale =
        initial
            .abs()
            .mul(Tensors.scalar(manager, relativeTolerance, type))
            .add(Tensors.scalar(manager, absoluteTolerance, type));
    NDArray slope = field.derivative(new double[] {from}, initial);
    double[] size = norms(initial.div(scale));
    double[] speed = norms(slope.div(scale));
    double[] guess = new double[rows];
    for (int row = 0; row < rows; row++) {
      guess[row] =
          size[row] < 1e-5 || speed[row] < 1e-5
              ? 1e-6 * (to - from)
              : Math.min(0.01 * size[row] / speed[row], to - from);
    }
    NDArray lengths = Tensors.array(manager, guess, rowShape(initial), type);
    double[] times = Arrays.stream(guess).map(length -> from + length).toArray();
    NDArray ahead = field.derivative(times, initial.add(slope.mul(lengths)));
    double[] bend = norms(ahead.sub(slope).div(scale));
    double[] first = new double[rows];
    for (int row = 0; row < rows; row++) {
      double largest = Math.max(speed[row], bend[row] / guess[row]);
      double length =
          largest <= 1e-15
              ? Math.max(1e-6 * (to - from), 1e-3 * guess[row])
              : Math.pow(0.01 / largest, 1.0 / order);
      first[row] = Math.min(Math.min(100 * guess[row], length), to - from);
    }
    return first;
  }

  private static Shape rowShape(NDArray state) {
    long[] dimensions = state.getShape().getShape().clone();
    dimensions[dimensions.length - 1] = 1;
    return new Shape(dimensions);
  }

  private static NDArray mask(NDArray state, boolean[] accepted) {
    NDArray mask = state.getManager().create(accepted, rowShape(state));
    return mask.broadcast(state.getShape());
  }

  /** One row's walk. */
  private static final class RowSteps {
    private final double to;
    private final int order;
    private double[] ends = new double[16];
    private int count;
    private double time;
    private double length;
    private double lastError = 1;
    private boolean rejected;

    RowSteps(double from, double to, double firstLength, int order) {
      this.to = to;
      this.order = order;
      ends[0] = from;
      time = from;
      length = firstLength;
    }

    boolean done() {
      return time >= to;
    }

    double length() {
      return Math.min(length, to - time);
    }

    boolean accept(double error, int row) {
      if (done()) {
        return false;
      }
      double tried = length();
      if (error <= 1) {
        // The last step ends exactly there, whatever the rounding.
        time = tried >= to - time ? to : time + tried;
        count++;
        if (count == ends.length) {
          ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count] = time;
        double factor =
            SAFETY
                * Math.pow(Math.max(error, 1e-10), -PROPORTIONAL / order)
                * Math.pow(lastError, INTEGRAL / order);
        double largest = rejected ? 1 : LARGEST_FACTOR;
        length = tried * Math.min(largest, Math.max(SMALLEST_FACTOR, factor));
        lastError = Math.max(error, 1e-4);
        rejected = false;
        return true;
      }
      double factor = Double.isFinite(error) ? SAFETY * Math.pow(error, -1.0 / order) : 0;
      length = tried * Math.max(SMALLEST_FACTOR, factor);
      rejected = true;
      if (!(time + length > time)) {
        throw new SolverException("the step of row " + row + " became too small at time " + time);
      }
      return false;
    }

    double[] ends(int steps) {
      double[] padded = Arrays.copyOf(ends, steps + 1);
      Arrays.fill(padded, count + 1, steps + 1, to);
      return padded;
    }
  }
}
