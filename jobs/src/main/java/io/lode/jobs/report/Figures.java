package io.lode.jobs.report;

import io.lode.trajectory.Direction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as a person reads them. */
final class Figures {

  private static final String NONE = "–";
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private Figures() {}

  /** Four digits; a dash for what is not finite. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e7)) {
      String text = String.format(Locale.ROOT, "%.2e", value);
      int e = text.indexOf('e');
      String mantissa = new BigDecimal(text.substring(0, e)).stripTrailingZeros().toPlainString();
      return mantissa + "e" + Integer.parseInt(text.substring(e + 1));
    }
    BigDecimal rounded =
        size >= 1e4
            ? new BigDecimal(Math.rint(value))
            : new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
    return rounded.toPlainString();
  }

  /** A value and its standard deviation. */
  static String spread(double value, double standardDeviation) {
    return standardDeviation > 0
        ? number(value)
            + " ± "
            + number(new BigDecimal(standardDeviation).round(new MathContext(2)).doubleValue())
        : number(value);
  }

  /** A part as a whole percentage. */
  static String percent(double part) {
    return Double.isFinite(part) ? String.format(Locale.ROOT, "%.0f%%", 100 * part) : NONE;
  }

  /**
   * How much better a value is than another, in words: {@code 1.2% better}; a maximized metric is
   * judged by its difference, as {@code 0.012 better}.
   */
  static String better(double value, double other, Direction direction) {
    if (!Double.isFinite(value) || !Double.isFinite(other)) {
      return NONE;
    }
    double gain =
        direction == Direction.MINIMIZE ? (other - value) / Math.abs(other) : value - other;
    String amount =
        direction == Direction.MINIMIZE
            ? String.format(Locale.ROOT, "%.2f%%", 100 * Math.abs(gain))
            : number(Math.abs(gain));
    if (Math.abs(gain) < 5e-5) {
      return "the same";
    }
    return amount + (gain > 0 ? " better" : " worse");
  }

  /** An instant to the minute, as UTC. */
  static String time(String instant) {
    return instant.length() >= 16 && instant.charAt(10) == 'T'
        ? instant.substring(0, 10) + " " + instant.substring(11, 16)
        : instant;
  }

  /** A text cut off where it is longer than a table bears. */
  static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
