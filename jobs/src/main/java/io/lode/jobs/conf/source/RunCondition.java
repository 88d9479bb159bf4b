package io.lode.jobs.conf.source;

import java.io.Serializable;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition on what is known of a run, such as {@code debug = true} or {@code batch_size < 64}.
 * It does not hold where the name has no value.
 *
 * @param name of a hyperparameter, a capture of the path or a part of the run's identity
 * @param comparison how its value is compared
 * @param value what it is compared with, a number or a text
 */
public record RunCondition(String name, String comparison, String value) implements Serializable {

  private static final Pattern TEXT = Pattern.compile("\\s*(.+?)\\s*(!=|<=|>=|=|<|>)\\s*(.*?)\\s*");

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static RunCondition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "leave-out must hold conditions such as \"debug = true\" or \"batch_size < 64\", found '"
              + text
              + "'");
    }
    RunCondition condition = new RunCondition(matcher.group(1), matcher.group(2), matcher.group(3));
    if (condition.isOrdered() && condition.number(condition.value()) == null) {
      throw new IllegalArgumentException(
          "leave-out '" + text + "' must compare with a number, found '" + condition.value() + "'");
    }
    return condition;
  }

  private boolean isOrdered() {
    return comparison.startsWith("<") || comparison.startsWith(">");
  }

  /** Whether it holds; numbers compare as numbers, everything else as text. */
  boolean holds(Map<String, String> known) {
    String found = known.get(name);
    if (found == null) {
      return false;
    }
    Double number = number(found);
    Double limit = number(value);
    if (isOrdered()) {
      return number != null && isOrderedAs(number, limit);
    }
    boolean areNumbers = number != null && limit != null;
    boolean equal =
        areNumbers
            ? number.doubleValue() == limit.doubleValue()
            : found.strip().equalsIgnoreCase(value);
    return comparison.equals("=") == equal;
  }

  private boolean isOrderedAs(double number, double limit) {
    return switch (comparison) {
      case "<" -> number < limit;
      case "<=" -> number <= limit;
      case ">" -> number > limit;
      default -> number >= limit;
    };
  }

  private Double number(String text) {
    try {
      return Double.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return name + " " + comparison + " " + value;
  }
}
