package io.lode.ode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepSizeControllerTest {

  static Stream<Problem> hull() {
    return Problem.hull().stream();
  }

  /**
   * As Hull et al. judge: a step against the exact solution that starts where the step starts, here
   * by a hundred steps of RK4 for all steps at once.
   */
  @ParameterizedTest
  @MethodSource("hull")
  void errorOfEveryStepStaysWithinTheTolerance(Problem problem) {
    for (ButcherTableau tableau :
        new ButcherTableau[] {ButcherTableau.DORMAND_PRINCE, ButcherTableau.TSITOURAS}) {
      double tolerance = 1e-6;
      try (NDManager manager = Tensors.manager()) {
        NDArray initial = problem.row(manager);
        StepPlan plan =
            new StepSizeController(tolerance, tolerance, 2_000)
                .plan(tableau, problem.field(), initial, 0, problem.until());
        double[] ends = plan.ends()[0];
        int channels = problem.initial().length;
        NDArray states =
            new OdeSolver(tableau)
                .solve(problem.field(), initial, plan, ends)
                .reshape(ends.length, channels);
        double[][] fine = new double[plan.steps()][];
        for (int s = 0; s < fine.length; s++) {
          fine[s] = StepPlan.fixed(ends[s], ends[s + 1], 100).ends()[0];
        }
        double[] exact =
            new OdeSolver(ButcherTableau.RK4)
                .end(problem.field(), states.get(":-1"), new StepPlan(fine))
                .toDoubleArray();
        double[] found = states.get("1:").toDoubleArray();
        for (int s = 0; s < fine.length; s++) {
          double squares = 0;
          for (int i = s * channels; i < (s + 1) * channels; i++) {
            double error = (found[i] - exact[i]) / (tolerance + tolerance * Math.abs(exact[i]));
            squares += error * error / channels;
          }
          assertThat(Math.sqrt(squares)).as("%s, step %d", tableau, s).isLessThan(1);
        }
      }
    }
  }

  /** D5 magnifies every error by the eccentricity 0.9 of its orbit, three times around. */
  @ParameterizedTest
  @MethodSource("hull")
  void errorAtTheEndIsOfTheOrderOfTheTolerance(Problem problem) {
    double tolerance = 1e-9;
    double magnified = problem.name().startsWith("D") ? 1e6 : 10;
    try (NDManager manager = Tensors.manager()) {
      NDArray initial = problem.row(manager);
      StepPlan plan =
          new StepSizeController(tolerance, tolerance, 2_000)
              .plan(ButcherTableau.TSITOURAS, problem.field(), initial, 0, problem.until());
      double[] found =
          new OdeSolver(ButcherTableau.TSITOURAS)
              .end(problem.field(), initial, plan)
              .toDoubleArray();
      assertThat(found)
          .containsExactly(problem.exact().apply(problem.until()), within(magnified * tolerance));
    }
  }

  @Test
  void tighterToleranceGivesASmallerErrorInProportion() {
    double[] errors = new double[3];
    for (int i = 0; i < errors.length; i++) {
      double tolerance = Math.pow(10, -4 - 2 * i);
      try (NDManager manager = Tensors.manager()) {
        NDArray initial = Problem.A3.row(manager);
        StepPlan plan =
            new StepSizeController(tolerance, tolerance, 10_000)
                .plan(ButcherTableau.TSITOURAS, Problem.A3.field(), initial, 0, 20);
        double end =
            new OdeSolver(ButcherTableau.TSITOURAS)
                .end(Problem.A3.field(), initial, plan)
                .toDoubleArray()[0];
        errors[i] = Math.abs(end - Math.exp(Math.sin(20)));
      }
    }
    assertThat(errors[1]).isLessThan(errors[0] / 10);
    assertThat(errors[2]).isLessThan(errors[1] / 10);
  }

  @Test
  void saysWhereItGaveUp() {
    try (NDManager manager = Tensors.manager()) {
      NDArray initial = Problem.A1.row(manager);
      VectorField exploding = (t, y) -> y.mul(y);
      assertThatThrownBy(
              () ->
                  new StepSizeController(1e-6, 1e-6, 500)
                      .plan(ButcherTableau.TSITOURAS, exploding, initial, 0, 2))
          .isInstanceOf(SolverException.class)
          .hasMessageMatching("the (step of row 0 became too small at|tolerance needs).*");
      assertThatThrownBy(
              () ->
                  new StepSizeController(1e-12, 1e-12, 5)
                      .plan(ButcherTableau.TSITOURAS, Problem.A1.field(), initial, 0, 2))
          .hasMessageStartingWith("the tolerance needs more than 5 steps, reached time ");
      assertThatThrownBy(
              () ->
                  new StepSizeController(1e-6, 1e-6, 5)
                      .plan(ButcherTableau.RK4, Problem.A1.field(), initial, 0, 2))
          .hasMessage("adaptive steps need an embedded method, rk4 has none");
    }
  }
}
