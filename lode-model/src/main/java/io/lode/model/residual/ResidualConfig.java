package io.lode.model.residual;

/**
 * Settings of a neural residual's fit.
 *
 * @param members size of the ensemble, each from its own start, at least 1
 * @param steps optimiser steps, at least 1; many more over-fit
 * @param batch most runs seen in a step, at least 1
 * @param sizes of the field
 * @param peakLearningRate of the one-cycle schedule of AdamW, positive
 * @param weightDecay of AdamW, at least 0
 * @param pathWeight weight of the path length of the states, at least 0
 * @param zeroWeight weight of the squared residual itself, which pulls it to zero, at least 0
 * @param seed of starts and batches
 */
public record ResidualConfig(
    int members,
    int steps,
    int batch,
    ResidualSizes sizes,
    double peakLearningRate,
    double weightDecay,
    double pathWeight,
    double zeroWeight,
    long seed) {

  /** Checks the values. */
  public ResidualConfig {
    if (members < 1 || steps < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "members, steps and batch must be at least 1, found "
              + members
              + ", "
              + steps
              + " and "
              + batch);
    }
    if (!(peakLearningRate > 0)
        || !(weightDecay >= 0)
        || !(pathWeight >= 0)
        || !(zeroWeight >= 0)) {
      throw new IllegalArgumentException(
          "peak learning rate must be positive, weight decay, path weight and zero weight at least"
              + " 0, found "
              + peakLearningRate
              + ", "
              + weightDecay
              + ", "
              + pathWeight
              + " and "
              + zeroWeight);
    }
  }

  /** The default settings. */
  public static ResidualConfig standard(long seed) {
    return new ResidualConfig(4, 300, 64, ResidualSizes.standard(), 0.01, 1e-4, 1e-3, 0.05, seed);
  }
}
