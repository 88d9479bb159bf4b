package io.lode.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OdeSolverTest {

  static Stream<ButcherTableau> tableaus() {
    return ButcherTableauTest.tableaus();
  }

  private static double error(Problem problem, OdeSolver solver, double until, int steps) {
    try (NDManager manager = Tensors.manager()) {
      NDArray end =
          solver.end(problem.field(), problem.row(manager), StepPlan.fixed(0, until, steps));
      return distance(end.toDoubleArray(), problem.exact().apply(until));
    }
  }

  private static double distance(double[] found, double[] exact) {
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += (found[i] - exact[i]) * (found[i] - exact[i]);
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void convergesAtItsOrder(ButcherTableau tableau) {
    OdeSolver solver = new OdeSolver(tableau);
    int steps = tableau.order() >= 4 ? 128 : 512;
    for (Problem problem : new Problem[] {Problem.orbit("D1", 0.1), Problem.orbit("D2", 0.3)}) {
      double coarse = error(problem, solver, 4, steps);
      double fine = error(problem, solver, 4, 4 * steps);
      assertThat(Math.log(coarse / fine) / Math.log(4))
          .as(problem.name())
          .isEqualTo(tableau.order(), within(0.2));
    }
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void denseOutputConvergesAtItsOrderInsideTheSteps(ButcherTableau tableau) {
    OdeSolver solver = new OdeSolver(tableau);
    Problem problem = Problem.orbit("D2", 0.3);
    double[] errors = new double[2];
    for (int i = 0; i < 2; i++) {
      int steps = (tableau.order() >= 4 ? 48 : 512) << i;
      double h = 4.0 / steps;
      double[] times = new double[steps];
      for (int s = 0; s < steps; s++) {
        times[s] = (s + 0.37) * h;
      }
      try (NDManager manager = Tensors.manager()) {
        double[] states =
            solver
                .solve(problem.field(), problem.row(manager), StepPlan.fixed(0, 4, steps), times)
                .toDoubleArray();
        for (int s = 0; s < steps; s++) {
          double[] state = java.util.Arrays.copyOfRange(states, 4 * s, 4 * s + 4);
          errors[i] = Math.max(errors[i], distance(state, problem.exact().apply(times[s])));
        }
      }
    }
    // The state at a step's start is as exact as the method; inside, the extension's order + 1
    // holds for one step, which many steps' errors may exceed.
    assertThat(Math.log(errors[0] / errors[1]) / Math.log(2))
        .isGreaterThan(tableau.denseOrder() - 0.2);
  }

  @Test
  void rowAloneEqualsTheRowInABatchWithFixedAndAdaptiveSteps() {
    Problem problem = Problem.orbit("D3", 0.5);
    Problem other = Problem.orbit("D5", 0.9);
    double[] times = {0, 0.4, 3, 7.5, 8};
    OdeSolver solver = new OdeSolver(ButcherTableau.TSITOURAS);
    StepSizeController controller = new StepSizeController(1e-6, 1e-6, 10_000);
    try (NDManager manager = Tensors.manager()) {
      NDArray alone = problem.row(manager);
      NDArray batch = NDArrays.concat(new NDList(other.row(manager), alone, other.row(manager)));
      StepPlan fixed = StepPlan.fixed(0, 8, 100);
      double[] fixedAlone = solver.solve(problem.field(), alone, fixed, times).toDoubleArray();
      double[] fixedBatch =
          solver.solve(problem.field(), batch, fixed, times).get(":, 1").toDoubleArray();
      assertThat(fixedBatch).containsExactly(fixedAlone, within(1e-13));

      StepPlan planAlone = controller.plan(solver.tableau(), problem.field(), alone, 0, 8);
      StepPlan planBatch = controller.plan(solver.tableau(), problem.field(), batch, 0, 8);
      assertThat(planBatch.steps()).isGreaterThan(planAlone.steps());
      double[] adaptiveAlone =
          solver.solve(problem.field(), alone, planAlone, times).toDoubleArray();
      double[] adaptiveBatch =
          solver.solve(problem.field(), batch, planBatch, times).get(":, 1").toDoubleArray();
      assertThat(adaptiveBatch).containsExactly(adaptiveAlone, within(1e-11));
    }
  }

  @Test
  void leaksNoArraysInAThousandSolves() {
    try (NDManager manager = Tensors.manager()) {
      NDArray initial = Problem.A4.row(manager);
      OdeSolver solver = new OdeSolver(ButcherTableau.HEUN);
      StepPlan plan = StepPlan.fixed(0, 1, 3);
      int before = manager.getManagedArrays().size();
      int parent = manager.getParentManager().getManagedArrays().size();
      for (int i = 0; i < 1_000; i++) {
        solver.solve(Problem.A4.field(), initial, plan, new double[] {0.2, 0.5, 1}).close();
      }
      assertThat(manager.getManagedArrays()).hasSize(before);
      assertThat(manager.getParentManager().getManagedArrays()).hasSize(parent);
      assertThat(initial.getManager()).isSameAs(manager);
    }
  }

  @Test
  void gradientThroughTheStepsAgreesWithFiniteDifferencesDespiteGarbageCollections() {
    OdeSolver solver = new OdeSolver(ButcherTableau.DORMAND_PRINCE);
    StepSizeController controller = new StepSizeController(1e-5, 1e-5, 1_000);
    double[] times = {0.3, 1.1, 2};
    try (NDManager manager = Tensors.manager()) {
      double[] rates = {0.7, -1.3, 0.4, -0.2};
      NDArray parameters = matrix(manager, rates);
      NDArray initial =
          Tensors.array(manager, new double[] {1, 0.5, -0.3, 2}, new Shape(2, 2), DataType.FLOAT64);
      for (boolean adaptive : new boolean[] {false, true}) {
        StepPlan plan =
            adaptive
                ? controller.plan(solver.tableau(), field(parameters), initial, 0, 2)
                : StepPlan.fixed(0, 2, 5);
        Function<NDArray, NDArray> loss =
            matrix -> {
              NDArray states = solver.solve(field(matrix), initial, plan, times);
              System.gc();
              return states.mul(states).sum();
            };
        double[] gradient;
        try (GradientTape.Evaluation evaluation =
            GradientTape.evaluate(
                new NDList(parameters),
                leaves -> {
                  NDArray value = loss.apply(leaves.head());
                  System.gc();
                  return value;
                })) {
          gradient = evaluation.gradients().head().toDoubleArray();
        }
        for (int i = 0; i < rates.length; i++) {
          double step = 1e-5;
          double[] up = rates.clone();
          double[] down = rates.clone();
          up[i] += step;
          down[i] -= step;
          double difference =
              (loss.apply(matrix(manager, up)).getDouble()
                      - loss.apply(matrix(manager, down)).getDouble())
                  / (2 * step);
          assertThat(gradient[i]).isEqualTo(difference, within(1e-6 * Math.abs(difference)));
        }
      }
    }
  }

  private static NDArray matrix(NDManager manager, double[] values) {
    return Tensors.array(manager, values, new Shape(2, 2), DataType.FLOAT64);
  }

  private static VectorField field(NDArray matrix) {
    return (t, y) -> y.matMul(matrix).tanh();
  }

  @Test
  void checkpointedGradientIsThatOfThePlainSolve() {
    OdeSolver solver = new OdeSolver(ButcherTableau.RK4);
    StepPlan plan = StepPlan.fixed(0, 3, 20);
    double[] times = {0, 0.2, 1.37, 1.5, 2.2, 3};
    try (NDManager manager = Tensors.manager()) {
      NDArray parameters = matrix(manager, new double[] {0.7, -1.3, 0.4, -0.2});
      NDArray initial =
          Tensors.array(manager, new double[] {1, 0.5, -0.3, 2}, new Shape(2, 2), DataType.FLOAT64);
      GradientTape.Evaluation plain =
          GradientTape.evaluate(
              new NDList(parameters, initial),
              leaves -> {
                NDArray states = solver.solve(field(leaves.get(0)), leaves.get(1), plan, times);
                return states.mul(states).sum();
              });
      for (int segments : new int[] {1, 4, 7}) {
        GradientTape.Evaluation checkpointed =
            new CheckpointedSolve(solver, segments)
                .evaluate(
                    OdeSolverTest::field,
                    parameters,
                    initial,
                    plan,
                    times,
                    states -> states.mul(states).sum());
        assertThat(checkpointed.value()).isEqualTo(plain.value(), within(1e-12));
        for (int i = 0; i < 2; i++) {
          assertThat(checkpointed.gradients().get(i).toDoubleArray())
              .containsExactly(plain.gradients().get(i).toDoubleArray(), within(1e-11));
        }
      }
    }
  }

  @Test
  void namesTimesOutOfOrderOrOutside() {
    try (NDManager manager = Tensors.manager()) {
      NDArray initial = Problem.A1.row(manager);
      OdeSolver solver = new OdeSolver(ButcherTableau.EULER);
      StepPlan plan = StepPlan.fixed(0, 4, 4);
      assertThatThrownBy(() -> solver.solve(Problem.A1.field(), initial, plan, new double[] {4, 3}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("times must not decrease, found 3.0 after 4.0 at index 1");
      assertThatThrownBy(() -> solver.solve(Problem.A1.field(), initial, plan, new double[] {5}))
          .hasMessage("times must lie within 0.0 and 4.0, found 5.0");
      assertThatThrownBy(() -> StepPlan.through(0, 4, 3))
          .hasMessage("times must increase, found 3.0 after 4.0 at index 2");
    }
  }
}
