package io.lode.model.crossgroup;

import io.lode.model.network.ParameterLayout;
import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Sizes of the latent ODE across groups.
 *
 * @param code unknowns of a group, and of a run, at least 1
 * @param modes latent states of either kind, decaying and driven, at least 1
 * @param width of the hidden layer through which rate and code meet, at least 1
 */
public record CrossSizes(int code, int modes, int width) implements Serializable {

  /** Numbers of a group that are known and stand beside its code ({@link GroupView}). */
  static final int CONTEXT = 2;

  /** Scalars that a code gives: floor, level, shift of the log rate, pace. */
  static final int SCALARS = 4;

  /** Checks that every size is positive. */
  public CrossSizes {
    Ranges.atLeast(1, "code", code);
    Ranges.atLeast(1, "modes", modes);
    Ranges.atLeast(1, "width", width);
  }

  /** The sizes that the benchmarks were run with. */
  public static CrossSizes standard() {
    return new CrossSizes(16, 10, 24);
  }

  /** Numbers that the linear map from a code gives. */
  int outputs() {
    return width + 2 * modes + SCALARS;
  }

  /** Where the weights lie; the gates start at the law of the modal model. */
  public ParameterLayout layout() {
    return new ParameterLayout.Builder()
        .layer("code", code + CONTEXT, outputs(), code + CONTEXT)
        .constant("code.bias", 1, outputs(), 0)
        .layer("hidden.rate", 1, width, 1)
        .layer("hidden.bias", 1, width, 1)
        .constant("gate", width, 3 * modes, 0)
        .constant("gate.bias", 1, 3 * modes, 0)
        .constant("exponent", 1, 3 * modes, 1)
        .build();
  }
}
