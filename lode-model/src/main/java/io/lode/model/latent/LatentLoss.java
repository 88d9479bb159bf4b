package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import io.lode.ode.OdeSolver;
import io.lode.ode.StepPlan;

/**
 * What a latent ODE is fitted by: half the squared error of the observed features, summed over time
 * and features, the mean over the batch; plus the path length of its states.
 *
 * @param solver the method
 * @param plan steps over the window
 * @param times of the observations since the window's start, (time)
 * @param pathWeight alpha, at least 0; 0 leaves the path term out
 */
public record LatentLoss(OdeSolver solver, StepPlan plan, double[] times, double pathWeight) {

  /**
   * The loss of each member.
   *
   * @param codes of the windows, (member, batch, latent)
   * @param observed features, anything finite where not observed, (time, member, batch, feature)
   * @param mask half of one over the batch where observed, else 0, same shape
   * @param alpha the path weight as an array of one value
   * @return (member), of the codes' manager
   */
  public NDArray of(LatentOde model, NDArray codes, NDArray observed, NDArray mask, NDArray alpha) {
    NDArray states = model.states(codes, solver, plan, times);
    NDArray error = model.read(states).sub(observed);
    NDArray loss = error.mul(error).mul(mask).sum(new int[] {0, 2, 3});
    return pathWeight == 0 ? loss : loss.add(LatentOde.pathLength(states).mul(alpha));
  }
}
