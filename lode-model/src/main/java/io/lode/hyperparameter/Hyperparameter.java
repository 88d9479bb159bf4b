package io.lode.hyperparameter;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * A hyperparameter that varies between the runs of a group, and how near two of its values are.
 *
 * @param name as logged
 * @param scale on which its values are compared
 * @param low smallest number seen; NaN where it holds no numbers
 * @param high largest number seen; NaN where it holds no numbers
 */
public record Hyperparameter(String name, Scale scale, double low, double high)
    implements Serializable {

  /** How values are compared. */
  public enum Scale {
    /** Numbers, by their difference. */
    LINEAR("number"),
    /** Positive numbers, by their ratio. */
    LOG("number on a log scale"),
    /** Whether they are the same: texts, true and false. */
    LEVELS("category");

    private final String words;

    Scale(String words) {
      this.words = words;
    }

    /** What a user calls it. */
    public String words() {
      return words;
    }
  }

  /** Largest ratio of numbers that are compared by their difference, where nothing is declared. */
  private static final double DECADE = 10;

  /** Digits of a number that is proposed. */
  private static final int DIGITS = 3;

  /** Smaller numbers are written with an exponent. */
  private static final double SMALLEST_PLAIN = 1e-3;

  /**
   * What the values of the runs tell.
   *
   * @param values of the runs, none of another type than the others but where it is missing
   * @param log whether the log scale was declared
   */
  static Hyperparameter of(String name, List<HyperparameterValue> values, boolean log) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (HyperparameterValue value : values) {
      if (value instanceof HyperparameterValue.Numeric number) {
        low = Math.min(low, number.value());
        high = Math.max(high, number.value());
      }
    }
    if (low > high) {
      return new Hyperparameter(name, Scale.LEVELS, Double.NaN, Double.NaN);
    }
    boolean ratios = low > 0 && (log || high > DECADE * low);
    return new Hyperparameter(name, ratios ? Scale.LOG : Scale.LINEAR, low, high);
  }

  /** Where a number lies between the smallest and the largest one seen, 0 to 1 inside. */
  public double place(double value) {
    if (high == low) {
      return 0;
    }
    return scale == Scale.LOG
        ? Math.log(Math.max(value, Double.MIN_NORMAL) / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** The number at a place of the range, in few digits; the inverse of {@link #place}. */
  public String valueAt(double place) {
    double value =
        scale == Scale.LOG ? low * Math.pow(high / low, place) : low + place * (high - low);
    boolean whole = low == Math.rint(low) && high == Math.rint(high) && high - low > 1;
    BigDecimal rounded = new BigDecimal(whole ? Math.rint(value) : value, new MathContext(DIGITS));
    return rounded.abs().doubleValue() < SMALLEST_PLAIN && rounded.signum() != 0
        ? rounded.stripTrailingZeros().toString()
        : rounded.stripTrailingZeros().toPlainString();
  }

  /**
   * How near two values are: 1 where they are the same, 0 where one says nothing of the other.
   *
   * @param length over which numbers differ, in parts of the range seen
   */
  double similarity(HyperparameterValue first, HyperparameterValue second, double length) {
    if (first instanceof HyperparameterValue.Numeric one
        && second instanceof HyperparameterValue.Numeric other) {
      double distance = (place(one.value()) - place(other.value())) / length;
      return Math.exp(-0.5 * distance * distance);
    }
    return first.same(second) ? 1 : 0;
  }
}
