package io.lode.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * Solves initial value problems by an explicit Runge-Kutta method, differentiably.
 *
 * <p>Under a {@link GradientTape} the gradient goes through the steps (discretise, then
 * differentiate), their lengths taken as constants. Memory then grows with every step: the stages'
 * activations, about {@code steps * stages * rows * (channels + what the field keeps)} values. A
 * {@link CheckpointedSolve} keeps one segment of that at a time. Without a tape a solve keeps the
 * slopes of the steps that dense output needs.
 *
 * @param tableau the method
 */
public record OdeSolver(ButcherTableau tableau) {

  /**
   * The states at given times.
   *
   * @param field right-hand side
   * @param initial states at the plan's start, (row..., channel)
   * @param plan the steps to take
   * @param times not decreasing, inside the plan, (time)
   * @return (time, row..., channel), of the initial states' manager; the caller closes it
   * @throws IllegalArgumentException if the times decrease or lie outside the plan
   */
  public NDArray solve(VectorField field, NDArray initial, StepPlan plan, double[] times) {
    check(initial, plan, times);
    NDManager owner = initial.getManager();
    try (NDManager scope = owner.newSubManager()) {
      scope.tempAttachAll(initial);
      DenseOutput output =
          plan.common()
              ? new CommonDenseOutput(tableau, plan, times)
              : new RowDenseOutput(tableau, plan, times);
      NDArray last = steps(field, initial, plan, output, scope);
      NDArray result = output.result(last);
      result.attach(owner);
      return result;
    }
  }

  /**
   * The states at the plan's end.
   *
   * @param initial states at the plan's start, (row..., channel)
   * @return (row..., channel), of the initial states' manager; the caller closes it
   */
  public NDArray end(VectorField field, NDArray initial, StepPlan plan) {
    NDManager owner = initial.getManager();
    try (NDManager scope = owner.newSubManager()) {
      scope.tempAttachAll(initial);
      NDArray last = steps(field, initial, plan, DenseOutput.NONE, scope);
      last.attach(owner);
      return last;
    }
  }

  private NDArray steps(
      VectorField field, NDArray initial, StepPlan plan, DenseOutput output, NDManager scope) {
    RungeKuttaStep step = new RungeKuttaStep(tableau, scope, initial);
    NDArray state = initial;
    NDArray firstSlope = null;
    for (int s = 0; s < plan.steps(); s++) {
      RungeKuttaStep.Taken taken =
          step.take(field, plan.starts(s), plan.lengths(s), state, firstSlope);
      output.step(s, state, taken);
      // A slope that is scaled by its row's length cannot start the next step.
      firstSlope = plan.common() && tableau.firstSameAsLast() ? taken.last() : null;
      state = taken.end();
    }
    return state;
  }

  private static void check(NDArray initial, StepPlan plan, double[] times) {
    long rows = initial.size() / initial.getShape().get(initial.getShape().dimension() - 1);
    if (!plan.common() && plan.ends().length != rows) {
      throw new IllegalArgumentException(
          "the plan must have one list of steps or one a row, found "
              + plan.ends().length
              + " for "
              + rows
              + " rows");
    }
    if (times.length == 0) {
      throw new IllegalArgumentException("a solve needs a time to report at, found none");
    }
    double from = plan.ends()[0][0];
    double to = plan.ends()[0][plan.steps()];
    for (int i = 0; i < times.length; i++) {
      if (i > 0 && !(times[i] >= times[i - 1])) {
        throw new IllegalArgumentException(
            "times must not decrease, found "
                + times[i]
                + " after "
                + times[i - 1]
                + " at index "
                + i);
      }
      if (!(times[i] >= from && times[i] <= to)) {
        throw new IllegalArgumentException(
            "times must lie within " + from + " and " + to + ", found " + times[i]);
      }
    }
  }

  /** Collects what the reported states are made of. */
  interface DenseOutput {

    /** Keeps nothing. */
    DenseOutput NONE =
        new DenseOutput() {
          @Override
          public void step(int index, NDArray state, RungeKuttaStep.Taken taken) {}

          @Override
          public NDArray result(NDArray last) {
            return last;
          }
        };

    /** Takes notice of a step. */
    void step(int index, NDArray state, RungeKuttaStep.Taken taken);

    /** The states at the times, (time, row..., channel). */
    NDArray result(NDArray last);

    /** The state and all slopes of a step, in one list. */
    static void append(NDList list, NDArray state, RungeKuttaStep.Taken taken) {
      list.add(state);
      for (NDArray slope : taken.slopes()) {
        list.add(slope);
      }
    }
  }
}
