package io.lode.model.latent;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of how much a latent ODE's fit computes. All are counts.
 *
 * @param members size of the ensemble, each from its own start and with its own windows, at least 1
 * @param steps optimiser steps, at least 1
 * @param batch windows a member sees in a step, at least 1
 * @param intervalsPerStep observations that one solver step spans, at least 1; dense output gives
 *     those inside
 */
public record LatentEffort(int members, int steps, int batch, int intervalsPerStep)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public LatentEffort {
    Ranges.atLeast(1, "members", members);
    Ranges.atLeast(1, "steps", steps);
    Ranges.atLeast(1, "batch", batch);
    Ranges.atLeast(1, "intervals-per-step", intervalsPerStep);
  }

  /** The published effort, with eight members, and dense output over five observations a step. */
  public static LatentEffort published() {
    int members = 8;
    int steps = 1_000;
    int batch = 64;
    int intervalsPerStep = 5;
    return new LatentEffort(members, steps, batch, intervalsPerStep);
  }
}
