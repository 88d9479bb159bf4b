package io.lode.jobs.conf;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with names in braces that a log fills in, such as {@code study_{study}/trial_{trial}}.
 *
 * <p>Several names, {@code {model|experiment|'mlp'}}, stand for the first that has a value; a text
 * in quotes always has one.
 *
 * @param text the text with its braces
 */
public record TextTemplate(String text) implements Serializable {

  private static final Pattern NAME = Pattern.compile("\\{([^{}]+)}");

  /**
   * The text with every name replaced by its value.
   *
   * @throws IllegalArgumentException if a name has no value
   */
  public String fill(Map<String, String> values) {
    return NAME.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), values)));
  }

  /** The names that the text holds, those in quotes left out. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      for (String alternative : matcher.group(1).split("\\|", -1)) {
        if (!alternative.strip().startsWith("'")) {
          names.add(alternative.strip());
        }
      }
    }
    return names;
  }

  private String value(String names, Map<String, String> values) {
    for (String alternative : names.split("\\|", -1)) {
      String name = alternative.strip();
      if (name.length() > 1 && name.startsWith("'") && name.endsWith("'")) {
        return name.substring(1, name.length() - 1);
      }
      String value = values.get(name);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    throw new IllegalArgumentException("no value for '" + names + "' in '" + text + "'");
  }
}
