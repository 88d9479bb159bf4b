package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import io.lode.model.network.ParameterLayout;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Where each weight of a latent ODE lies in one member's flat vector of parameters. */
public final class LatentLayout {

  private final LatentSizes sizes;
  private final ParameterLayout parameters;

  /** Lays out networks of given sizes. */
  public LatentLayout(LatentSizes sizes) {
    this.sizes = sizes;
    int hidden = sizes.hidden();
    int inputs = sizes.features() + 1;
    ParameterLayout.Builder builder =
        new ParameterLayout.Builder()
            .layer("encoder.gates.input", inputs, 2 * hidden, hidden)
            .layer("encoder.gates.hidden", hidden, 2 * hidden, hidden)
            .layer("encoder.gates.bias", 1, 2 * hidden, hidden)
            .layer("encoder.candidate.input", inputs, hidden, hidden)
            .layer("encoder.candidate.hidden", hidden, hidden, hidden)
            .layer("encoder.candidate.bias", 1, hidden, hidden)
            .layer("encoder.candidate.hidden.bias", 1, hidden, hidden)
            .layer("encoder.latent.weight", hidden, sizes.latent(), hidden)
            .layer("encoder.latent.bias", 1, sizes.latent(), hidden);
    network(builder, "start", sizes.latent());
    network(builder, "field", hidden);
    parameters =
        builder
            .constant("field.scale", 1, 1, 1)
            .layer("readout.weight", hidden, sizes.features(), hidden)
            .layer("readout.bias", 1, sizes.features(), hidden)
            .build();
  }

  private void network(ParameterLayout.Builder builder, String name, int inputs) {
    for (int layer = 0; layer <= sizes.depth(); layer++) {
      int from = layer == 0 ? inputs : sizes.width();
      int to = layer == sizes.depth() ? sizes.hidden() : sizes.width();
      builder.layer(name + "." + layer + ".weight", from, to, from);
      builder.layer(name + "." + layer + ".bias", 1, to, from);
    }
  }

  /** The sizes laid out. */
  public LatentSizes sizes() {
    return sizes;
  }

  /** The parts in the order of their offsets. */
  public List<ParameterLayout.Part> parts() {
    return parameters.parts();
  }

  /** Values of one member. */
  public int count() {
    return parameters.count();
  }

  /** One member's initial values, uniform by the layer's inputs; the field's scale is 1. */
  public double[] initial(SplittableRandom random) {
    return parameters.initial(random);
  }

  /** The parts as arrays (member, row, column) cut from flat parameters, (member, value). */
  Map<String, NDArray> cut(NDArray flat) {
    return parameters.cut(flat);
  }
}
