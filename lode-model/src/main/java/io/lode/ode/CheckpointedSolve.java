package io.lode.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The gradient of a long solve in little memory: only the states at the segments' borders are kept,
 * and each segment is solved once more when its gradient is due.
 *
 * <p>Keeps {@code segments * rows * channels} values and the tape of one segment, for one more
 * forward pass. The result is that of the plain solve up to rounding.
 *
 * @param solver the method
 * @param segments parts of the plan, at least 1; about the root of its steps keeps least
 */
public record CheckpointedSolve(OdeSolver solver, int segments) {

  /** Checks the count. */
  public CheckpointedSolve {
    if (segments < 1) {
      throw new IllegalArgumentException("segments must be at least 1, found " + segments);
    }
  }

  /**
   * A loss of the states and its gradients by the parameters and by the initial states.
   *
   * @param field from parameters to a vector field
   * @param parameters of the field
   * @param initial (row..., channel), of the parameters' manager
   * @param times not decreasing, inside the plan, (time)
   * @param loss from the states, (time, row..., channel), to a scalar
   * @return gradients by parameters and initial states; the caller closes them
   */
  public GradientTape.Evaluation evaluate(
      Function<NDArray, VectorField> field,
      NDArray parameters,
      NDArray initial,
      StepPlan plan,
      double[] times,
      Function<NDArray, NDArray> loss) {
    NDManager owner = initial.getManager();
    try (NDManager scope = owner.newSubManager()) {
      List<Segment> parts = segments(plan, times);
      NDList borders = new NDList();
      NDArray start = initial.duplicate();
      start.attach(scope);
      NDList states = new NDList();
      for (Segment part : parts) {
        borders.add(start);
        NDArray solved = solver.solve(field.apply(parameters), start, part.plan(), part.times());
        int last = part.times().length - 1;
        if (last > 0) {
          states.add(solved.get(":" + last));
        }
        start = solved.get(last);
      }
      GradientTape.Evaluation outer =
          GradientTape.evaluate(
              new NDList(NDArrays.concat(states, 0)), leaves -> loss.apply(leaves.head()));
      NDArray cotangent = outer.gradients().head();
      NDArray adjoint = start.zerosLike();
      NDArray total = parameters.zerosLike();
      total.attach(scope);
      long after = times.length;
      for (int i = parts.size() - 1; i >= 0; i--) {
        Segment part = parts.get(i);
        long first = after - (part.times().length - 1);
        NDList weights = new NDList();
        if (first < after) {
          weights.add(cotangent.get(first + ":" + after));
        }
        weights.add(adjoint.expandDims(0));
        NDArray weight = NDArrays.concat(weights, 0);
        GradientTape.Evaluation inner =
            GradientTape.evaluate(
                new NDList(parameters, borders.get(i)),
                leaves ->
                    solver
                        .solve(field.apply(leaves.get(0)), leaves.get(1), part.plan(), part.times())
                        .mul(weight)
                        .sum());
        total = total.add(inner.gradients().get(0));
        inner.gradients().get(0).close();
        adjoint = inner.gradients().get(1);
        adjoint.attach(scope);
        after = first;
      }
      total.attach(owner);
      adjoint.attach(owner);
      return new GradientTape.Evaluation(outer.value(), new NDList(total, adjoint));
    }
  }

  /** A part of the plan and the times in it, then its end. */
  private record Segment(StepPlan plan, double[] times) {}

  private List<Segment> segments(StepPlan plan, double[] times) {
    if (!plan.common()) {
      throw new IllegalArgumentException(
          "a checkpointed solve needs steps common to all rows, found " + plan.ends().length);
    }
    List<Segment> parts = new ArrayList<>();
    int count = Math.min(segments, plan.steps());
    int next = 0;
    for (int i = 0; i < count; i++) {
      StepPlan part = plan.part(plan.steps() * i / count, plan.steps() * (i + 1) / count);
      double end = part.ends()[0][part.steps()];
      int first = next;
      while (next < times.length && times[next] <= end) {
        next++;
      }
      double[] reported = Arrays.copyOfRange(times, first, next + 1);
      reported[next - first] = end;
      parts.add(new Segment(part, reported));
    }
    return parts;
  }
}
