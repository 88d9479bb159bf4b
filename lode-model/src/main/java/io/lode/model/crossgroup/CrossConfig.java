package io.lode.model.crossgroup;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the latent ODE across groups.
 *
 * @param members of the ensemble, each from its own start, at least 1
 * @param steps of Adam, at least 1
 * @param groups seen in a step, at least 1
 * @param runs of a group seen in a step, at least 1
 * @param sizes of the model
 * @param peakLearningRate of the one-cycle schedule of Adam, positive
 * @param runWidth standard deviation of a run's code around its group's, in that of the groups'
 *     codes, positive
 * @param evidence how many independent values a run counts as, positive
 * @param device {@code cpu}, or {@code gpu} and an address, such as {@code gpu0}
 * @param seed of starts and batches
 */
public record CrossConfig(
    int members,
    int steps,
    int groups,
    int runs,
    CrossSizes sizes,
    double peakLearningRate,
    double runWidth,
    double evidence,
    String device,
    long seed)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public CrossConfig {
    Ranges.atLeast(1, "members", members);
    Ranges.atLeast(1, "steps", steps);
    Ranges.atLeast(1, "groups", groups);
    Ranges.atLeast(1, "runs", runs);
    Ranges.over(0, "peak-learning-rate", peakLearningRate);
    Ranges.over(0, "run-width", runWidth);
    Ranges.over(0, "evidence", evidence);
  }

  /** The settings that the benchmarks were run with. */
  public static CrossConfig standard(long seed) {
    int members = 2;
    int steps = 1500;
    int groups = 12;
    int runs = 6;
    double peakLearningRate = 0.01;
    double runWidth = 0.1;
    double evidence = 8;
    return new CrossConfig(
        members,
        steps,
        groups,
        runs,
        CrossSizes.standard(),
        peakLearningRate,
        runWidth,
        evidence,
        "cpu",
        seed);
  }

  /** The same fit with another number of steps. */
  public CrossConfig ofSteps(int other) {
    return new CrossConfig(
        members, other, groups, runs, sizes, peakLearningRate, runWidth, evidence, device, seed);
  }

  /** The same fit on another device. */
  public CrossConfig on(String other) {
    return new CrossConfig(
        members, steps, groups, runs, sizes, peakLearningRate, runWidth, evidence, other, seed);
  }
}
