package io.lode.jobs.ingest.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as programs log them. */
public final class Numbers {

  /** A text of more characters is no number that a program logs, and takes long to read as one. */
  private static final int LONGEST = 400;

  private Numbers() {}

  /** A number as Python prints one of a library: tensor(4.0, device='cuda:0'), np.float64(4.0). */
  private static final Pattern WRAPPED =
      Pattern.compile(
          "(?:(?:torch\\.|np\\.|numpy\\.|tf\\.|jnp\\.)?(?i:tensor|array|u?int\\d+|b?float\\d+))"
              + "\\(([^(),\\[\\]]+)(?:,[^\\[\\]]*)?\\)|\\[([^(),\\[\\]]+)]");

  /**
   * Reads a number in decimal or scientific notation, or NaN and infinity by their usual names in
   * any case. A list of one number, and a number as Python prints a tensor, are that number.
   *
   * @return the number, or null where the text is none
   */
  public static Double parse(String text) {
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.length() > LONGEST) {
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
    if (last == ')' || last == ']') {
      Matcher wrapped = WRAPPED.matcher(stripped);
      return wrapped.matches()
          ? parse(wrapped.group(1) == null ? wrapped.group(2) : wrapped.group(1))
          : null;
    }
    return switch (stripped.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  /**
   * Reads a date and time after ISO 8601, UTC where it names no zone.
   *
   * @return seconds since 1970, or null where the text is none
   */
  public static Double secondsSince1970(String text) {
    String iso = text.strip().replace(' ', 'T');
    try {
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, ZonedDateTime::from, LocalDateTime::from);
      Instant instant =
          time instanceof ZonedDateTime zoned
              ? zoned.toInstant()
              : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
      return instant.getEpochSecond() + instant.getNano() / 1e9;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
