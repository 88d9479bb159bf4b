package io.lode.trajectory;

import java.util.Locale;

/** Whether a smaller or a larger value of a metric is the better one. */
public enum Direction {
  MINIMIZE,
  MAXIMIZE;

  /** The name used in configuration and artifacts: {@code minimize} or {@code maximize}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a direction by its label.
   *
   * @throws IllegalArgumentException if the label is neither {@code minimize} nor {@code maximize}
   */
  public static Direction of(String label) {
    for (Direction direction : values()) {
      if (direction.label().equals(label)) {
        return direction;
      }
    }
    throw new IllegalArgumentException(
        "direction must be minimize or maximize, found '" + label + "'");
  }
}
