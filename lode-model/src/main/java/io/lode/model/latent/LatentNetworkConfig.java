package io.lode.model.latent;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of the sizes of a latent ODE's networks. All are counts, at least 1.
 *
 * @param hidden channels of encoder and state
 * @param latent channels of the code
 * @param width of the networks' layers
 * @param depth hidden layers of the networks
 */
public record LatentNetworkConfig(int hidden, int latent, int width, int depth)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public LatentNetworkConfig {
    Ranges.atLeast(1, "hidden", hidden);
    Ranges.atLeast(1, "latent", latent);
    Ranges.atLeast(1, "width", width);
    Ranges.atLeast(1, "depth", depth);
  }

  /** The published sizes. */
  public static LatentNetworkConfig published() {
    int hidden = 20;
    int latent = 20;
    int width = 20;
    int depth = 2;
    return new LatentNetworkConfig(hidden, latent, width, depth);
  }

  /**
   * The sizes of networks that see some features.
   *
   * @param features observed at every time, time itself not counted
   */
  LatentSizes sizes(int features) {
    return new LatentSizes(features, hidden, latent, width, depth);
  }
}
