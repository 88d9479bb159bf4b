package io.lode.model.residual;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of a neural residual's fit.
 *
 * <p>conf/lode.conf lists every setting but the seed in its section {@code residual}, under the
 * same name.
 *
 * @param members size of the ensemble, each from its own start, a count, at least 1
 * @param steps optimiser steps, a count, at least 1; many more over-fit
 * @param batch most runs seen in a step, a count, at least 1
 * @param sizes of the field
 * @param peakLearningRate of the one-cycle schedule of AdamW, positive
 * @param weightDecay of AdamW, at least 0
 * @param pathWeight weight of the path length of the states, at least 0
 * @param zeroWeight weight of the squared residual itself, which pulls it to zero, at least 0
 * @param largestResidual largest size of a residual in the fit, in their typical size, positive
 * @param smallestGain part of the held-out error that a residual must remove to be used, 0 to 1
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
    double largestResidual,
    double smallestGain,
    long seed)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ResidualConfig {
    Ranges.atLeast(1, "members", members);
    Ranges.atLeast(1, "steps", steps);
    Ranges.atLeast(1, "batch", batch);
    Ranges.over(0, "peak-learning-rate", peakLearningRate);
    Ranges.atLeast(0, "weight-decay", weightDecay);
    Ranges.atLeast(0, "path-weight", pathWeight);
    Ranges.atLeast(0, "zero-weight", zeroWeight);
    Ranges.over(0, "largest-residual", largestResidual);
    Ranges.fraction("smallest-gain", smallestGain);
  }

  /** The default settings, the same as in conf/lode.conf. */
  public static ResidualConfig standard(long seed) {
    int members = 4;
    int steps = 300;
    int batch = 64;
    double peakLearningRate = 0.01;
    double weightDecay = 1e-4;
    double pathWeight = 1e-3;
    double zeroWeight = 0.05;
    double largestResidual = 6;
    double smallestGain = 0.02;
    return new ResidualConfig(
        members,
        steps,
        batch,
        ResidualSizes.standard(),
        peakLearningRate,
        weightDecay,
        pathWeight,
        zeroWeight,
        largestResidual,
        smallestGain,
        seed);
  }

  /** The same fit with another seed. */
  public ResidualConfig seeded(long other) {
    return new ResidualConfig(
        members,
        steps,
        batch,
        sizes,
        peakLearningRate,
        weightDecay,
        pathWeight,
        zeroWeight,
        largestResidual,
        smallestGain,
        other);
  }
}
