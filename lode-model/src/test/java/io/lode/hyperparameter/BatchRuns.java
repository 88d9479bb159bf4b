package io.lode.hyperparameter;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Gradient descent with noisy gradients on a quadratic, step by step, on batches of different
 * sizes.
 */
final class BatchRuns {

  private static final int MODES = 12;
  private static final int LOGGED = 40;
  private static final double NOISE = 3;

  private BatchRuns() {}

  /**
   * One run.
   *
   * @param peak learning rate at the start; it falls to a twentieth by a cosine
   * @param effective from the batch size to a factor on the rate: 1 for plain descent, a root for
   *     Adam, whose updates do not shrink with the noise of a large batch
   */
  static Run run(String name, double peak, int batch, int steps, double effective, double luck) {
    double[] mean = new double[MODES];
    double[] variance = new double[MODES];
    double[] step = new double[LOGGED];
    double[] rates = new double[LOGGED];
    double[] loss = new double[LOGGED];
    java.util.Arrays.fill(mean, 1);
    int logged = 0;
    for (int n = 1; n <= steps; n++) {
      double part = (double) n / steps;
      double rate = peak * (0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * part)));
      double applied = rate * effective;
      double sum = 0.05;
      for (int i = 0; i < MODES; i++) {
        double curvature = Math.pow(10, -3.0 * i / (MODES - 1));
        double kept = 1 - applied * curvature;
        mean[i] *= kept;
        variance[i] = kept * kept * variance[i] + applied * applied * NOISE * curvature / batch;
        sum += Math.sqrt(curvature) * (mean[i] * mean[i] + variance[i]);
      }
      if (n * LOGGED >= (logged + 1) * steps) {
        step[logged] = n;
        rates[logged] = rate;
        loss[logged] = sum * luck;
        logged++;
      }
    }
    return new Run(
        "sweep",
        name,
        null,
        Map.of("batch_size", String.valueOf(batch)),
        RunStatus.COMPLETED,
        steps,
        new Trajectory(step, rates, loss.clone(), loss));
  }

  /**
   * Runs at random rates on batches of 8, 16 and 32.
   *
   * @param examples of every run
   * @param power of the batch that the applied rate grows with
   */
  static Sweep sameExamples(int count, int examples, double power) {
    SplittableRandom random = new SplittableRandom(3);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int batch = 8 << (i % 3);
      double peak = 0.02 * Math.pow(20, random.nextDouble());
      runs.add(
          run(
              "run-" + (100 + i),
              peak,
              batch,
              examples / batch,
              Math.pow(batch / 16.0, power),
              Math.exp(0.003 * random.nextGaussian())));
    }
    return new Sweep(new GroupKey("m", "d", "o"), Objective.minimize("validation_loss"), runs);
  }
}
