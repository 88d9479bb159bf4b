package io.lode.model.law;

import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;

/**
 * The units that a Multi-Power Law's parameters are in, and where its first power law starts.
 *
 * @param referenceLearningRate the rate that counts as 1, positive; 1 for published parameters
 * @param referenceSteps optimiser steps that count as 1, positive; 1 for published parameters
 * @param headSteps optimiser steps before the first that logs speak of, or that the law is meant to
 *     hold for, positive: within them every schedule is taken to hold the rate that it has at their
 *     end
 */
public record LawUnits(double referenceLearningRate, double referenceSteps, double headSteps) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive and finite
   */
  public LawUnits {
    requirePositive("reference learning rate", referenceLearningRate);
    requirePositive("reference steps", referenceSteps);
    requirePositive("head steps", headSteps);
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be positive and finite, found " + value);
    }
  }

  /**
   * The units of a sweep: its largest rate, its total steps, and the steps before its first log
   * (real logs often start after the warm-up).
   *
   * @param smallestHead smallest part of a full run that counts as the head: a power law is
   *     infinite at step 0
   * @throws IllegalArgumentException if no run logged a positive rate
   */
  public static LawUnits of(Sweep sweep, double smallestHead) {
    double largest = 0;
    double first = Double.POSITIVE_INFINITY;
    for (Run run : sweep.runs()) {
      Trajectory trajectory = run.trajectory();
      if (trajectory.length() > 0) {
        first = Math.min(first, trajectory.step()[0]);
      }
      for (double rate : trajectory.learningRate()) {
        largest = Math.max(largest, rate);
      }
    }
    if (largest == 0) {
      throw new IllegalArgumentException(
          "group " + sweep.group() + " has no run with a positive learning rate");
    }
    double total = sweep.totalSteps();
    return new LawUnits(largest, total, Math.max(first, smallestHead * total));
  }
}
