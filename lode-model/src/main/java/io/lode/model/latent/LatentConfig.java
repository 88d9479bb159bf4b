package io.lode.model.latent;

import io.lode.ode.ButcherTableau;

/**
 * Settings of a latent ODE's fit.
 *
 * @param members size of the ensemble, each from its own start and with its own windows, at least 1
 * @param steps optimiser steps, at least 1
 * @param batch windows a member sees in a step, at least 1
 * @param peakLearningRate of the one-cycle schedule of Adam, positive
 * @param pathWeight weight alpha of the path length, at least 0
 * @param hidden channels of encoder and state
 * @param latent channels of the code
 * @param width of the networks' layers
 * @param depth hidden layers of the networks
 * @param method of the solver
 * @param intervalsPerStep observations that one solver step spans, at least 1; dense output gives
 *     those inside
 * @param device {@code cpu}, or {@code gpu} and an address, such as {@code gpu0}
 * @param seed of starts and windows
 */
public record LatentConfig(
    int members,
    int steps,
    int batch,
    double peakLearningRate,
    double pathWeight,
    int hidden,
    int latent,
    int width,
    int depth,
    ButcherTableau method,
    int intervalsPerStep,
    String device,
    long seed) {

  /** Checks the values; sizes are checked where they are used. */
  public LatentConfig {
    if (members < 1 || steps < 1 || batch < 1 || intervalsPerStep < 1) {
      throw new IllegalArgumentException(
          "members, steps, batch and intervals per step must be at least 1, found "
              + members
              + ", "
              + steps
              + ", "
              + batch
              + " and "
              + intervalsPerStep);
    }
    if (!(peakLearningRate > 0) || !(pathWeight >= 0)) {
      throw new IllegalArgumentException(
          "peak learning rate must be positive and path weight at least 0, found "
              + peakLearningRate
              + " and "
              + pathWeight);
    }
  }

  /** The published settings, with eight members, and dense output over five observations a step. */
  public static LatentConfig published(long seed) {
    return new LatentConfig(
        8, 1_000, 64, 0.02, 0.1, 20, 20, 20, 2, ButcherTableau.RK4, 5, "cpu", seed);
  }

  /** The same with other numbers of members and steps. */
  public LatentConfig sized(int otherMembers, int otherSteps) {
    return new LatentConfig(
        otherMembers,
        otherSteps,
        batch,
        peakLearningRate,
        pathWeight,
        hidden,
        latent,
        width,
        depth,
        method,
        intervalsPerStep,
        device,
        seed);
  }

  /** The same with another weight of the path length. */
  public LatentConfig weighingPath(double otherPathWeight) {
    return new LatentConfig(
        members,
        steps,
        batch,
        peakLearningRate,
        otherPathWeight,
        hidden,
        latent,
        width,
        depth,
        method,
        intervalsPerStep,
        device,
        seed);
  }

  /** The same under another solver. */
  public LatentConfig solvedBy(ButcherTableau otherMethod, int otherIntervalsPerStep) {
    return new LatentConfig(
        members,
        steps,
        batch,
        peakLearningRate,
        pathWeight,
        hidden,
        latent,
        width,
        depth,
        otherMethod,
        otherIntervalsPerStep,
        device,
        seed);
  }

  /** The same on another device. */
  public LatentConfig on(String otherDevice) {
    return new LatentConfig(
        members,
        steps,
        batch,
        peakLearningRate,
        pathWeight,
        hidden,
        latent,
        width,
        depth,
        method,
        intervalsPerStep,
        otherDevice,
        seed);
  }
}
