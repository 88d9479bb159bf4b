package io.lode.jobs.conf.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files below an input folder are logs, and what their paths say: {@code {model}/{run}.csv}.
 *
 * <p>{@code {name}} captures a part of one folder or file name, {@code *} stands for any such part,
 * {@code **} for any folders.
 *
 * @param text the template, relative to the input, with {@code /} between folders
 * @param names what is captured, in order
 * @param pattern the same as a regular expression over the whole relative path
 */
public record PathTemplate(String text, List<String> names, Pattern pattern)
    implements Serializable {

  private static final Pattern SPECIAL = Pattern.compile("\\{([^{}]*)}|\\*\\*/?|\\*|[{}]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if the text is blank or absolute, a brace has no partner, or a
   *     name is not a name or is captured twice
   */
  public static PathTemplate of(String text) {
    if (text.isBlank() || text.startsWith("/")) {
      throw new IllegalArgumentException(
          "path must be relative to the input, such as {model}/{run}.csv, found '" + text + "'");
    }
    return parse(text, "([^/]+)");
  }

  /**
   * Reads a template over the name of a column, such as {@code {run} - val/loss}.
   *
   * @throws IllegalArgumentException if a brace has no partner, or a name is not a name or is
   *     captured twice
   */
  static PathTemplate ofColumn(String text) {
    return parse(text, "(.+)");
  }

  private static PathTemplate parse(String text, String part) {
    List<String> names = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    Matcher special = SPECIAL.matcher(text);
    int at = 0;
    while (special.find()) {
      regex.append(Pattern.quote(text.substring(at, special.start())));
      String found = special.group();
      if (found.startsWith("**")) {
        regex.append(found.endsWith("/") ? "(?:.*/)?" : ".*");
      } else if (found.equals("*")) {
        regex.append("[^/]*");
      } else {
        regex.append(part);
        names.add(captured(text, special.group(1), names));
      }
      at = special.end();
    }
    regex.append(Pattern.quote(text.substring(at)));
    return new PathTemplate(text, List.copyOf(names), Pattern.compile(regex.toString()));
  }

  private static String captured(String text, String name, List<String> before) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("path '" + text + "' must hold names in pairs of braces");
    }
    if (before.contains(name)) {
      throw new IllegalArgumentException("path '" + text + "' captures {" + name + "} twice");
    }
    return name;
  }

  /** What a path relative to the input says, by name; empty where the path is not a log. */
  public Optional<Map<String, String>> captures(String relativePath) {
    Matcher matcher = pattern.matcher(relativePath);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> captures = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      captures.put(names.get(i), matcher.group(i + 1));
    }
    return Optional.of(captures);
  }

  /** Whether several files may belong to one run, since a part of their path is left open. */
  public boolean hasWildcard() {
    return text.indexOf('*') >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathTemplate that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
