package io.lode.jobs.conf.source;

import com.typesafe.config.Config;
import io.lode.jobs.conf.KnownKeys;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What a source file says of the rows and the text of log files. */
final class SourceLayout {

  private SourceLayout() {}

  /**
   * Reads it.
   *
   * @param runColumns columns of several runs, by the text in the source
   * @throws IllegalArgumentException if a key or value is wrong
   */
  static Layout of(SourceSection section, LogFormat format, Map<String, PathTemplate> runColumns) {
    Config source = section.source();
    String metric = format.isLong() ? "metric" : null;
    String value = format.isLong() ? "value" : null;
    if (source.hasPath("long")) {
      if (format.isLong()) {
        throw new IllegalArgumentException("long is what " + format.label() + " always is");
      }
      KnownKeys.require(
          source.getObject("long"), List.of("metric", "value"), section.where("long"));
      metric = source.getString("long.metric");
      value = source.getString("long.value");
    }
    Layout layout =
        new Layout(
            metric,
            value,
            text(source, "records"),
            new TreeSet<>(
                texts(source, "missing").stream()
                    .map(text -> text.strip().toLowerCase(Locale.ROOT))
                    .toList()),
            texts(source, "hyperparameter-columns"),
            new FileForm(
                text(source, "arrays"),
                texts(source, "patterns"),
                texts(source, "carry"),
                numbers(source),
                runColumns),
            countsSteps(section));
    format.check(layout);
    return layout;
  }

  /**
   * Whether the step of a row is its place among the rows of its run.
   *
   * @throws IllegalArgumentException if steps come from anything else
   */
  static boolean countsSteps(SourceSection section) {
    String from = text(section.source(), "steps-from");
    if (from != null && !from.equals("order")) {
      throw new IllegalArgumentException("steps-from must be order, found '" + from + "'");
    }
    return from != null;
  }

  /**
   * Refuses keys that only other formats read.
   *
   * @throws IllegalArgumentException if there is one
   */
  static void requireReadKeys(SourceSection section, LogFormat format) {
    for (LogFormat other : LogFormats.all()) {
      for (String key : other.keys()) {
        if (section.source().hasPath(key) && !format.keys().contains(key)) {
          throw new IllegalArgumentException(
              key + " is for format " + other.label() + ", found " + format.label());
        }
      }
    }
  }

  private static NumberForm numbers(Config source) {
    String decimal = text(source, "decimal");
    String thousands = text(source, "thousands");
    if (decimal == null && thousands == null) {
      return null;
    }
    return new NumberForm(
        decimal == null ? '.' : sign("decimal", decimal),
        thousands == null ? null : sign("thousands", thousands));
  }

  private static char sign(String key, String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException(key + " must be one sign, found '" + text + "'");
    }
    return text.charAt(0);
  }

  private static String text(Config source, String key) {
    return source.hasPath(key) ? source.getString(key) : null;
  }

  private static List<String> texts(Config source, String key) {
    return source.hasPath(key) ? List.copyOf(source.getStringList(key)) : List.of();
  }
}
