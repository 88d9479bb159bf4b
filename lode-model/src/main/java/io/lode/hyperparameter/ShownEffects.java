package io.lode.hyperparameter;

/**
 * How much of the final effects of hyperparameters shows after each part of training.
 *
 * @param totalSteps optimiser steps of a full run
 * @param shown at each of {@link #PARTS}
 */
record ShownEffects(double totalSteps, double[] shown) {

  /** Parts of training at which it is asked how much shows, the last one first. */
  static final double[] PARTS = {0.85, 0.7, 0.55, 0.4, 0.3, 0.2, 0.13, 0.08, 0.04, 0.02};

  /** Where there are no effects. */
  static final ShownEffects NONE = new ShownEffects(1, new double[PARTS.length]);

  /** The part that shows at a step: linear between the parts, 0 at the start, 1 at the end. */
  double at(double step) {
    double part = step / totalSteps;
    double laterPart = 1;
    double later = 1;
    for (int m = 0; m < PARTS.length; m++) {
      if (part >= PARTS[m]) {
        double weight = Math.min(1, (part - PARTS[m]) / (laterPart - PARTS[m]));
        return shown[m] + weight * (later - shown[m]);
      }
      laterPart = PARTS[m];
      later = shown[m];
    }
    return later * part / laterPart;
  }
}
