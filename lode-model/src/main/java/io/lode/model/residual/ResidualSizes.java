package io.lode.model.residual;

import io.lode.model.network.ParameterLayout;
import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Sizes of the residual's field.
 *
 * @param state channels of the latent state, at least 1
 * @param width of the hidden layer, at least 1
 */
public record ResidualSizes(int state, int width) implements Serializable {

  /** What the field sees of an interval's learning rate. */
  static final int FEATURES = 2;

  /** How far the state moves in an interval at most, at first: 6 in the reference length. */
  private static final double FIRST_SCALE = 6.0 / RateGrid.INTERVALS;

  /** Checks that every size is positive. */
  public ResidualSizes {
    Ranges.atLeast(1, "state", state);
    Ranges.atLeast(1, "width", width);
  }

  /** The default sizes; docs/latent-ode.md describes the model. */
  public static ResidualSizes standard() {
    return new ResidualSizes(10, 24);
  }

  /** Where the weights lie; the readout starts at 0, and with it the residual. */
  public ParameterLayout layout() {
    return new ParameterLayout.Builder()
        .layer("start", 1, state, 1)
        .layer("field.state", state, width, state)
        .layer("field.rate", FEATURES, width, FEATURES)
        .layer("field.bias", 1, width, state)
        .layer("field.out", width, state, width)
        .layer("field.out.bias", 1, state, width)
        .constant("field.scale", 1, 1, FIRST_SCALE)
        .constant("field.gate", 1, 1, 1)
        .constant("readout.weight", state, 1, 0)
        .constant("readout.bias", 1, 1, 0)
        .build();
  }
}
