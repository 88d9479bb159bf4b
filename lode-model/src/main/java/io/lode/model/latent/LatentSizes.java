package io.lode.model.latent;

/**
 * Sizes of a latent ODE's networks.
 *
 * @param features observed at every time, time itself not counted
 * @param hidden channels of the encoder and of the state that the vector field moves
 * @param latent channels of the code between them
 * @param width of the layers of both networks
 * @param depth hidden layers of both networks, at least 1
 */
public record LatentSizes(int features, int hidden, int latent, int width, int depth) {

  /** Checks that every size is positive. */
  public LatentSizes {
    if (features < 1 || hidden < 1 || latent < 1 || width < 1 || depth < 1) {
      throw new IllegalArgumentException(
          "sizes must be at least 1, found features "
              + features
              + ", hidden "
              + hidden
              + ", latent "
              + latent
              + ", width "
              + width
              + ", depth "
              + depth);
    }
  }

  /** The published sizes. */
  public static LatentSizes published(int features) {
    return new LatentSizes(features, 20, 20, 20, 2);
  }
}
