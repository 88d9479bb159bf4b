package io.lode.jobs.ingest.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Patterns for lines that a program prints: one for each way in which a step and a value come in
 * one line, such as {@code iter 11: loss 7.4}.
 */
final class TextGuess {

  private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+|nan|inf)";

  /** What may stand between a name and its number. */
  private static final String BETWEEN = "[\"']?\\s*[:=\\[(]?\\s*[\"']?";

  private static final Pattern STEP =
      Pattern.compile(
          "(?i)(?<![A-Za-z_])(global[_ ]?step|num_updates|iteration|iter|step|update|epoch)("
              + BETWEEN
              + ")(\\d+)(?![\\d.]*[a-z%])");

  private static final Pattern VALUE =
      Pattern.compile(
          "(?i)(?<![A-Za-z_])((?:train(?:ing)?|val(?:id(?:ation)?)?|eval(?:uation)?|test|dev|lm|total)"
              + "[_ /-]?(?:avg[_ ])?loss|loss|lr|learning[_ ]rate|(?:val|valid|eval|test)[_ /-]?acc(?:uracy)?)("
              + BETWEEN
              + ")("
              + NUMBER
              + ")(?![\\w%])");

  private static final int MOST_PATTERNS = 24;

  private TextGuess() {}

  /** Text with lines that name a step and a loss; nothing where there is none. */
  static Optional<Kind> kind(String text) {
    Map<String, String> patterns = new LinkedHashMap<>();
    boolean loss = false;
    for (String line : text.lines().limit(5000).toList()) {
      if (line.length() > 5000) {
        continue;
      }
      Matcher step = STEP.matcher(line);
      if (!step.find()) {
        continue;
      }
      Matcher value = VALUE.matcher(line);
      while (value.find() && patterns.size() < MOST_PATTERNS) {
        if (value.start() < step.end()) {
          continue;
        }
        loss |= value.group(1).toLowerCase(Locale.ROOT).contains("loss");
        String name = value.group(1).toLowerCase(Locale.ROOT).replaceAll("[ /-]", "_");
        String pattern = named(step, "step", "\\d+") + ".*?" + named(value, name, NUMBER);
        patterns.putIfAbsent(
            step.group(1) + "|" + value.group(1) + value.group(2).isBlank(), pattern);
      }
    }
    if (!loss) {
      return Optional.empty();
    }
    List<String> settings = new ArrayList<>();
    settings.add("patterns = [");
    patterns.values().forEach(pattern -> settings.add("  " + quoted(pattern)));
    settings.add("]");
    return Optional.of(new Kind("text", settings, false, false));
  }

  private static String named(Matcher found, String name, String number) {
    boolean bare = found.group(1).equalsIgnoreCase("loss");
    return (bare ? "(?<!(?:train|val|valid|validation|eval|test|lm|dev)[ _/-])" : "")
        + "(?<![A-Za-z_])"
        + literal(found.group(1) + found.group(2))
        + "(?<"
        + name
        + ">"
        + number
        + ")";
  }

  /** A pattern for a text in which the number of spaces does not count. */
  private static String literal(String text) {
    StringBuilder pattern = new StringBuilder();
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        pattern.append(space ? "" : "\\s+");
        space = true;
      } else {
        space = false;
        pattern.append("\\[](){}.*+?^$|".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
      }
    }
    return pattern.toString();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
