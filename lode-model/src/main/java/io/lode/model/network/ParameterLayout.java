package io.lode.model.network;

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
 *
 * @param parts in the order of their offsets
 */
public record ParameterLayout(List<Part> parts) {

  /**
   * A weight matrix or a bias (one row), whose initial values are uniform around a centre.
   *
   * @param name such as {@code field.0.weight}
   * @param offset of its first value
   * @param rows inputs, 1 for a bias
   * @param columns outputs
   * @param centre of the initial values
   * @param width largest distance of an initial value from the centre, at least 0
   */
  public record Part(String name, int offset, int rows, int columns, double centre, double width) {
    int size() {
      return rows * columns;
    }
  }

  /** Copies the list. */
  public ParameterLayout {
    parts = List.copyOf(parts);
  }

  /** Lays out parts one after the other. */
  public static final class Builder {
    private final List<Part> parts = new ArrayList<>();
    private int count;

    /** A matrix or bias of a layer, initially within one over the root of the layer's inputs. */
    public Builder layer(String name, int rows, int columns, int inputs) {
      return add(name, rows, columns, 0, 1 / Math.sqrt(inputs));
    }

    /** A matrix or bias whose values all start the same. */
    public Builder constant(String name, int rows, int columns, double value) {
      return add(name, rows, columns, value, 0);
    }

    private Builder add(String name, int rows, int columns, double centre, double width) {
      Part part = new Part(name, count, rows, columns, centre, width);
      parts.add(part);
      count += part.size();
      return this;
    }

    /** The layout. */
    public ParameterLayout build() {
      return new ParameterLayout(parts);
    }
  }

  /** Values of one member. */
  public int count() {
    Part last = parts.get(parts.size() - 1);
    return last.offset() + last.size();
  }

  /** One member's initial values. */
  public double[] initial(SplittableRandom random) {
    double[] values = new double[count()];
    for (Part part : parts) {
      for (int i = part.offset(); i < part.offset() + part.size(); i++) {
        values[i] = part.centre();
        if (part.width() > 0) {
          values[i] += part.width() * (2 * random.nextDouble() - 1);
        }
      }
    }
    return values;
  }

  /** The parts as arrays (member, row, column) cut from flat parameters, (member, value). */
  public Map<String, NDArray> cut(NDArray flat) {
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
