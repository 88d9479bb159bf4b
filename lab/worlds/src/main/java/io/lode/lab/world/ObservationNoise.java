package io.lode.lab.world;

import java.util.random.RandomGenerator;

/**
 * How logged losses differ from true ones: {@code (floor + (loss - floor) (1 + r N1)) exp(p N2)}
 * with standard normal N1 drawn once a run and N2 once an observation.
 *
 * @param floor loss that does not vary from run to run
 * @param runToRun r, relative standard deviation between runs
 * @param perObservation p, relative standard deviation of one observation
 */
record ObservationNoise(double floor, double runToRun, double perObservation) {

  /** The noisy losses of one run, (interval), up to a count; draws all luck in a fixed order. */
  double[] observe(double[] losses, int count, double runDeviation, RandomGenerator random) {
    double[] observed = new double[count];
    for (int k = 0; k < count; k++) {
      double run = floor + (losses[k] - floor) * (1 + runToRun * runDeviation);
      observed[k] = run * Math.exp(perObservation * random.nextGaussian());
    }
    return observed;
  }
}
