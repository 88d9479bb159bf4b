package io.lode.settings;

import java.util.List;

/**
 * Checks that settings lie in their ranges. Every message names the setting as conf/lode.conf
 * spells it.
 */
public final class Ranges {

  private Ranges() {}

  /**
   * Checks a number.
   *
   * @throws IllegalArgumentException if the value is NaN or below the smallest one
   */
  public static void atLeast(double smallest, String name, double value) {
    if (!(value >= smallest)) {
      throw new IllegalArgumentException(
          name + " must be at least " + text(smallest) + ", found " + text(value));
    }
  }

  /**
   * Checks a number.
   *
   * @throws IllegalArgumentException if the value is NaN or not over the bound
   */
  public static void over(double bound, String name, double value) {
    if (!(value > bound)) {
      throw new IllegalArgumentException(
          name + " must be over " + text(bound) + ", found " + text(value));
    }
  }

  /**
   * Checks a fraction.
   *
   * @throws IllegalArgumentException if the value is NaN, below 0 or over 1
   */
  public static void fraction(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, found " + text(value));
    }
  }

  /**
   * Checks a list.
   *
   * @return an immutable copy
   * @throws IllegalArgumentException if the list is empty or one of its values is not over 0
   */
  public static List<Double> positive(String name, List<Double> values) {
    if (values.isEmpty() || !values.stream().allMatch(value -> value > 0)) {
      throw new IllegalArgumentException(name + " must be numbers over 0, found " + values);
    }
    return List.copyOf(values);
  }

  /**
   * Checks the length of a list.
   *
   * @return an immutable copy
   * @throws IllegalArgumentException if the list has another length or one of its values is NaN
   */
  public static List<Double> exactly(int count, String name, List<Double> values) {
    if (values.size() != count || values.stream().anyMatch(value -> value.isNaN())) {
      throw new IllegalArgumentException(name + " must be " + count + " numbers, found " + values);
    }
    return List.copyOf(values);
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
