package io.lode.jobs.conf;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with names in braces that a log fills in, such as {@code study_{study}/trial_{trial}}.
 *
 * @param text the text with its braces
 */
public record TextTemplate(String text) implements Serializable {

  private static final Pattern NAME = Pattern.compile("\\{([^{}]+)}");

  /** The names in braces, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /**
   * The text with every name replaced by its value.
   *
   * @throws IllegalArgumentException if a name has no value
   */
  public String fill(Map<String, String> values) {
    return NAME.matcher(text)
        .replaceAll(
            match -> {
              String value = values.get(match.group(1));
              if (value == null) {
                throw new IllegalArgumentException(
                    "no value for '" + match.group(1) + "' in '" + text + "'");
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
