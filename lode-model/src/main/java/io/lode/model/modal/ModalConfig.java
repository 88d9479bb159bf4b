package io.lode.model.modal;

import java.io.Serializable;

/**
 * Settings of the fit of an ensemble of modal latent ODEs, grouped by what they decide.
 *
 * <p>conf/lode.conf lists every setting but the seed in its section {@code train}, under the same
 * name.
 *
 * @param effort how long a fit searches
 * @param grid which time scales the model knows
 * @param prior what is expected before any log is read
 * @param weights how much each run and each logged value counts
 * @param weightNorm what is expected of the norm of the network's weights
 * @param seed of the bootstrap
 */
public record ModalConfig(
    ModalEffort effort,
    ModalGridConfig grid,
    ModalPriorConfig prior,
    ModalWeightConfig weights,
    WeightNormConfig weightNorm,
    long seed)
    implements Serializable {

  /**
   * Checks that every start has a guess of the floor.
   *
   * @throws IllegalArgumentException if there are more starts than guesses
   */
  public ModalConfig {
    int guesses = prior.floorGuesses().size();
    if (effort.starts() > guesses) {
      throw new IllegalArgumentException(
          "starts must be at most the number of floor-guesses, "
              + guesses
              + ", found "
              + effort.starts());
    }
  }

  /** The default settings, the same as in conf/lode.conf. */
  public static ModalConfig standard(long seed) {
    return new ModalConfig(
        ModalEffort.standard(),
        ModalGridConfig.standard(),
        ModalPriorConfig.standard(),
        ModalWeightConfig.standard(),
        WeightNormConfig.standard(),
        seed);
  }

  /** The same fit with another effort. */
  public ModalConfig with(ModalEffort other) {
    return new ModalConfig(other, grid, prior, weights, weightNorm, seed);
  }

  /** The same fit on another grid of modes. */
  public ModalConfig with(ModalGridConfig other) {
    return new ModalConfig(effort, other, prior, weights, weightNorm, seed);
  }

  /** The same fit with another prior. */
  public ModalConfig with(ModalPriorConfig other) {
    return new ModalConfig(effort, grid, other, weights, weightNorm, seed);
  }

  /** The same fit with other weights of logged values. */
  public ModalConfig with(ModalWeightConfig other) {
    return new ModalConfig(effort, grid, prior, other, weightNorm, seed);
  }

  /** The same fit with another seed. */
  public ModalConfig seeded(long other) {
    return new ModalConfig(effort, grid, prior, weights, weightNorm, other);
  }

  /** The same fit in short: one member from one start, for measuring held-out error. */
  public ModalConfig brief() {
    return with(effort.brief());
  }

  /** As {@link #brief}, with a few members that show how far they disagree. */
  public ModalConfig briefEnsemble() {
    return with(effort.briefEnsemble());
  }

  /** The same fit from the likeliest start alone. */
  public ModalConfig fromOneStart() {
    return with(effort.fromOneStart());
  }
}
