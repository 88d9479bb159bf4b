package io.lode.forecast;

import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.util.List;
import java.util.SplittableRandom;

/** Draws ways in which a run might go on after a window of it. */
public interface ContinuationSampler {

  /**
   * Draws continuations: the window's code, perturbed anew for each.
   *
   * @param run whose window is read
   * @param fromStep where the window starts
   * @param toStep where it ends, after its start
   * @param steps where continuations are wanted, not decreasing, from the window's start on, (time)
   * @param samples how many, at least 1
   * @param relativeDeviation standard deviation of the perturbation, as a part of each channel's
   *     size
   * @param random the noise; a new state of it gives new noise
   * @return as many as asked for
   * @throws IllegalArgumentException if the run logged nothing in the window
   */
  List<Continuation> continuations(
      Run run,
      double fromStep,
      double toStep,
      double[] steps,
      int samples,
      double relativeDeviation,
      SplittableRandom random);

  /**
   * The losses that continuations are compared with: the logarithm of the training loss, or the
   * transformed objective in a run that logged no training loss.
   *
   * @return (time of the trajectory), NaN where not logged
   */
  static double[] losses(Run run, MetricTransform transform) {
    Trajectory trajectory = run.trajectory();
    double[] training = new double[trajectory.length()];
    double[] objective = new double[trajectory.length()];
    boolean any = false;
    for (int i = 0; i < training.length; i++) {
      double loss = trajectory.trainLoss()[i];
      training[i] = loss > 0 && Double.isFinite(loss) ? Math.log(loss) : Double.NaN;
      any |= !Double.isNaN(training[i]);
      double value = transform.apply(trajectory.objective()[i]);
      objective[i] = Double.isFinite(value) ? value : Double.NaN;
    }
    return any ? training : objective;
  }
}
