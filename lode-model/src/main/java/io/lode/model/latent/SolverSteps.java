package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import io.lode.ode.ButcherTableau;
import io.lode.ode.StepPlan;
import io.lode.ode.StepSizeController;

/** By which method the solver steps in one evaluation of a latent ODE's loss, and where. */
public interface SolverSteps {

  /** The method of every step. */
  ButcherTableau method();

  /**
   * The steps of a batch, from time 0.
   *
   * @param model under the parameters of the evaluation; what is made with it is not taped
   * @param codes of the batch, (member, batch, latent)
   * @param to where the last observation lies
   * @param observations times that are observed, the first at 0
   */
  StepPlan plan(LatentOde model, NDArray codes, double to, int observations);

  /** Equal steps, each over some intervals between observations. */
  static SolverSteps fixed(ButcherTableau method, int intervalsPerStep) {
    return new SolverSteps() {
      @Override
      public ButcherTableau method() {
        return method;
      }

      @Override
      public StepPlan plan(LatentOde model, NDArray codes, double to, int observations) {
        return StepPlan.fixed(
            0, to, Math.max(1, (observations - 2 + intervalsPerStep) / intervalsPerStep));
      }
    };
  }

  /**
   * Steps by the error of every row, as the field under the current parameters asks for them.
   *
   * @param method with an embedded one
   */
  static SolverSteps adaptive(ButcherTableau method, StepSizeController controller) {
    return new SolverSteps() {
      @Override
      public ButcherTableau method() {
        return method;
      }

      @Override
      public StepPlan plan(LatentOde model, NDArray codes, double to, int observations) {
        return controller.plan(method, model.field(), model.start(codes), 0, to);
      }
    };
  }
}
