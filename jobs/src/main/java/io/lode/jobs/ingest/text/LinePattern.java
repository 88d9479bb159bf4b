package io.lode.jobs.ingest.text;

import io.lode.jobs.ingest.format.RowDefect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression with named groups, found in lines of text. Names may hold underscores, and
 * groups may be written as in Python, {@code (?P<train_loss>...)}. The work on a line is bounded.
 */
final class LinePattern {

  /**
   * Characters that a pattern may look at in one line: a sound pattern looks at each a few times; a
   * pattern such as {@code (a+)+b} would look for years. About 10 ms.
   */
  private static final long MOST_LOOKS = 1_000_000;

  private static final Pattern GROUP =
      Pattern.compile("\\\\.|\\[(?:\\\\.|[^\\]\\\\])*]|\\(\\?P?<([A-Za-z_][A-Za-z0-9_./-]*)>");

  private final Pattern pattern;
  private final List<String> names;

  private LinePattern(Pattern pattern, List<String> names) {
    this.pattern = pattern;
    this.names = names;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is no regular expression or has no named group
   */
  static LinePattern of(String text) {
    List<String> names = new ArrayList<>();
    String renamed =
        GROUP
            .matcher(text)
            .replaceAll(
                found -> {
                  if (found.group(1) == null) {
                    return Matcher.quoteReplacement(found.group());
                  }
                  names.add(found.group(1));
                  return "(?<g" + (names.size() - 1) + ">";
                });
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "patterns: '"
              + text
              + "' has no named group, such as (?<step>\\d+); a group is a column of its name");
    }
    try {
      return new LinePattern(Pattern.compile(renamed), List.copyOf(names));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "patterns: '" + text + "' is no regular expression: " + e.getDescription(), e);
    }
  }

  /** The names of its groups, in order. */
  List<String> names() {
    return names;
  }

  /**
   * Finds the pattern in a line.
   *
   * @param value takes the name and text of each group that is part of the match
   * @return whether it was found
   * @throws RowDefect if the work is more than a line may cost
   */
  boolean find(String line, BiConsumer<String, String> value) throws RowDefect {
    try {
      Matcher matcher = pattern.matcher(new Looked(line));
      if (!matcher.find()) {
        return false;
      }
      for (int i = 0; i < names.size(); i++) {
        int start = matcher.start("g" + i);
        if (start >= 0) {
          value.accept(names.get(i), line.substring(start, matcher.end("g" + i)));
        }
      }
      return true;
    } catch (TooManyLooks | StackOverflowError e) {
      throw new RowDefect(
          "pattern too slow",
          "a pattern looked at more than "
              + MOST_LOOKS
              + " characters in a line of "
              + line.length()
              + "; avoid nested repetitions such as (a+)+");
    }
  }

  private static final class TooManyLooks extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyLooks() {
      super(null, null, false, false);
    }
  }

  /** A line that counts how often it is looked at. */
  private static final class Looked implements CharSequence {

    private final String line;
    private long looks;

    Looked(String line) {
      this.line = line;
    }

    @Override
    public int length() {
      return line.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw new TooManyLooks();
      }
      return line.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return line.substring(start, end);
    }

    @Override
    public String toString() {
      return line;
    }
  }
}
