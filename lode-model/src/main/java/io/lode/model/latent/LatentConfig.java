package io.lode.model.latent;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of a latent ODE's fit.
 *
 * <p>conf/lode.conf lists every setting but the seed in its section {@code latent}, under the same
 * name.
 *
 * @param effort how much the fit computes
 * @param peakLearningRate of the one-cycle schedule of Adam, positive
 * @param pathWeight weight alpha of the path length, at least 0
 * @param network sizes
 * @param device {@code cpu}, or {@code gpu} and an address, such as {@code gpu0}
 * @param seed of starts and windows
 */
public record LatentConfig(
    LatentEffort effort,
    double peakLearningRate,
    double pathWeight,
    LatentNetworkConfig network,
    String device,
    long seed)
    implements Serializable {

  /**
   * Checks the ranges; the device is checked where it is used.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public LatentConfig {
    Ranges.over(0, "peak-learning-rate", peakLearningRate);
    Ranges.atLeast(0, "path-weight", pathWeight);
  }

  /** The published settings on the CPU. */
  public static LatentConfig published(long seed) {
    double peakLearningRate = 0.02;
    double pathWeight = 0.1;
    return new LatentConfig(
        LatentEffort.published(),
        peakLearningRate,
        pathWeight,
        LatentNetworkConfig.published(),
        "cpu",
        seed);
  }

  /** The same with other numbers of members and steps. */
  public LatentConfig sized(int members, int steps) {
    LatentEffort other =
        new LatentEffort(members, steps, effort.batch(), effort.intervalsPerStep());
    return new LatentConfig(other, peakLearningRate, pathWeight, network, device, seed);
  }

  /** The same on another device. */
  public LatentConfig on(String other) {
    return new LatentConfig(effort, peakLearningRate, pathWeight, network, other, seed);
  }

  /** The same with another seed. */
  public LatentConfig seeded(long other) {
    return new LatentConfig(effort, peakLearningRate, pathWeight, network, device, other);
  }
}
