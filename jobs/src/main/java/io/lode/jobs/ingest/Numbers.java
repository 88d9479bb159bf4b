package io.lode.jobs.ingest;

import java.util.Locale;

/** Numbers as programs log them. */
final class Numbers {

  private Numbers() {}

  /**
   * Reads a number in decimal or scientific notation, or NaN and infinity by their usual names in
   * any case.
   *
   * @return the number, or null where the text is none
   */
  static Double parse(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return null;
    }
    char last = stripped.charAt(stripped.length() - 1);
    if (Character.isDigit(last) || last == '.') {
      // Java alone would read hexadecimal digits, too.
      if (stripped.indexOf('x') >= 0 || stripped.indexOf('X') >= 0) {
        return null;
      }
      try {
        return Double.valueOf(stripped);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    return switch (stripped.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }
}
