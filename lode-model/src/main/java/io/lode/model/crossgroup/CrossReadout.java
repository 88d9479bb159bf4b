package io.lode.model.crossgroup;

/** What the latent states are read as. */
public enum CrossReadout {
  /** The log loss: the logarithm of a floor and of positive parts of the states. */
  LOSS,
  /**
   * What another forecaster gets wrong, in the standard deviations that it gives: a weighted sum of
   * the states, 0 where nothing is known.
   */
  CORRECTION
}
