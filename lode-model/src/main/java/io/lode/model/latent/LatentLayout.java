package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Where each weight lies in one member's flat vector of parameters: one array to differentiate by,
 * to update and to store.
 */
public final class LatentLayout {

  /** Initial weights are uniform within this over the root of the inputs, as is usual. */
  private static final double INITIAL = 1;

  /**
   * A weight matrix or a bias (one row).
   *
   * @param name such as {@code field.0.weight}
   * @param offset of its first value
   * @param rows inputs, 1 for a bias
   * @param columns outputs
   * @param inputs of the layer that it belongs to, 0 for a value that starts at 1
   */
  public record Part(String name, int offset, int rows, int columns, int inputs) {
    int size() {
      return rows * columns;
    }
  }

  private final LatentSizes sizes;
  private final List<Part> parts = new ArrayList<>();
  private int count;

  /** Lays out networks of given sizes. */
  public LatentLayout(LatentSizes sizes) {
    this.sizes = sizes;
    int hidden = sizes.hidden();
    int inputs = sizes.features() + 1;
    add("encoder.gates.input", inputs, 2 * hidden, hidden);
    add("encoder.gates.hidden", hidden, 2 * hidden, hidden);
    add("encoder.gates.bias", 1, 2 * hidden, hidden);
    add("encoder.candidate.input", inputs, hidden, hidden);
    add("encoder.candidate.hidden", hidden, hidden, hidden);
    add("encoder.candidate.bias", 1, hidden, hidden);
    add("encoder.candidate.hidden.bias", 1, hidden, hidden);
    add("encoder.latent.weight", hidden, sizes.latent(), hidden);
    add("encoder.latent.bias", 1, sizes.latent(), hidden);
    network("start", sizes.latent(), hidden);
    network("field", hidden, hidden);
    add("field.scale", 1, 1, 0);
    add("readout.weight", hidden, sizes.features(), hidden);
    add("readout.bias", 1, sizes.features(), hidden);
  }

  private void network(String name, int inputs, int outputs) {
    for (int layer = 0; layer <= sizes.depth(); layer++) {
      int from = layer == 0 ? inputs : sizes.width();
      int to = layer == sizes.depth() ? outputs : sizes.width();
      add(name + "." + layer + ".weight", from, to, from);
      add(name + "." + layer + ".bias", 1, to, from);
    }
  }

  private void add(String name, int rows, int columns, int inputs) {
    Part part = new Part(name, count, rows, columns, inputs);
    parts.add(part);
    count += part.size();
  }

  /** The sizes laid out. */
  public LatentSizes sizes() {
    return sizes;
  }

  /** The parts in the order of their offsets. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  /** Values of one member. */
  public int count() {
    return count;
  }

  /** One member's initial values, uniform by the layer's inputs; the field's scale is 1. */
  public double[] initial(SplittableRandom random) {
    double[] values = new double[count];
    for (Part part : parts) {
      for (int i = 0; i < part.size(); i++) {
        double width = part.inputs() == 0 ? 0 : INITIAL / Math.sqrt(part.inputs());
        values[part.offset() + i] = part.inputs() == 0 ? 1 : width * (2 * random.nextDouble() - 1);
      }
    }
    return values;
  }

  /** The parts as arrays (member, row, column) cut from flat parameters, (member, value). */
  Map<String, NDArray> cut(NDArray flat) {
    long members = flat.getShape().get(0);
    long[] borders = parts.stream().skip(1).mapToLong(Part::offset).toArray();
    NDList pieces = flat.split(borders, 1);
    Map<String, NDArray> cut = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      cut.put(part.name(), pieces.get(i).reshape(members, part.rows(), part.columns()));
    }
    return cut;
  }
}
