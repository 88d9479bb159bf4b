package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import io.lode.ode.ButcherTableau;
import io.lode.ode.StepPlan;
import io.lode.ode.StepSizeController;

/** Where the solver steps in one evaluation of a latent ODE's loss. */
@FunctionalInterface
public interface SolverSteps {

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
  static SolverSteps fixed(int intervalsPerStep) {
    return (model, codes, to, observations) ->
        StepPlan.fixed(
            0, to, Math.max(1, (observations - 2 + intervalsPerStep) / intervalsPerStep));
  }

  /**
   * Steps by the error of every row, as the field under the current parameters asks for them.
   *
   * @param method with an embedded one
   */
  static SolverSteps adaptive(ButcherTableau method, StepSizeController controller) {
    return (model, codes, to, observations) ->
        controller.plan(method, model.field(), model.start(codes), 0, to);
  }
}
