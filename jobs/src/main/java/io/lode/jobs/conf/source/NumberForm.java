package io.lode.jobs.conf.source;

import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a log writes numbers: {@code 1.234,5} has a decimal comma and points between thousands.
 *
 * @param decimal what stands before the fraction
 * @param thousands what stands between groups of three digits, or null where nothing does
 */
public record NumberForm(char decimal, Character thousands) implements Serializable {

  /** A decimal point and nothing between thousands, as programs write. */
  public static final NumberForm PLAIN = new NumberForm('.', null);

  private static final Pattern NUMBER =
      Pattern.compile("([+-]?)([0-9.,' \u00a0\u202f_]*)((?:[eE][+-]?[0-9]+)?)");

  private static final Pattern GROUPS = Pattern.compile("[1-9][0-9]{0,2}(?:G[0-9]{3})+");

  /**
   * Checks the signs.
   *
   * @throws IllegalArgumentException if one is no such sign, or both are the same
   */
  public NumberForm {
    if (decimal != '.' && decimal != ',') {
      throw new IllegalArgumentException("decimal must be '.' or ',', found '" + decimal + "'");
    }
    if (thousands != null) {
      if (".,' \u00a0\u202f_".indexOf(thousands) < 0) {
        throw new IllegalArgumentException(
            "thousands must be '.', ',', ''', '_' or a space, found '" + thousands + "'");
      }
      if (thousands == decimal) {
        throw new IllegalArgumentException(
            "decimal and thousands must differ, both are '" + decimal + "'");
      }
    }
  }

  /**
   * A number of this form as programs write it; any other text as it is.
   *
   * @return the text, or null where it looks like a number but is none of this form, such as 1.5
   *     under a decimal comma
   */
  public String plain(String text) {
    Matcher number = NUMBER.matcher(text);
    if (equals(PLAIN) || !number.matches() || number.group(2).isEmpty()) {
      return text;
    }
    String digits = number.group(2);
    int point = digits.indexOf(decimal);
    String whole = point < 0 ? digits : digits.substring(0, point);
    String fraction = point < 0 ? "" : digits.substring(point + 1);
    if (thousands != null && whole.indexOf(thousands) >= 0) {
      if (!isGrouped(whole, thousands)) {
        return null;
      }
      whole = whole.replace(thousands.toString(), "");
    }
    if (!isDigits(whole) || !isDigits(fraction)) {
      return null;
    }
    return number.group(1) + whole + (point < 0 ? "" : "." + fraction) + number.group(3);
  }

  /** Whether digits are in groups of three with a sign between, such as 12,345. */
  public static boolean isGrouped(String digits, char sign) {
    return GROUPS.matcher(digits.replace(sign, 'G')).matches();
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
