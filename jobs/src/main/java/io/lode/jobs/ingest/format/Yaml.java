package io.lode.jobs.ingest.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Mappings in YAML, as text by dotted name. */
public final class Yaml {

  /** Aliases make many values of few bytes; no program logs so many of one run. */
  private static final int MOST_VALUES = 10_000;

  private Yaml() {}

  /**
   * Reads a document; lists and nulls are left out.
   *
   * @throws RowDefect if it is not a mapping
   */
  public static Map<String, String> read(String text) throws RowDefect {
    Object document;
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Math.max(1, text.length()));
    try {
      document = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(text);
    } catch (RuntimeException e) {
      // The parser lets exceptions of what it calls through, such as those of dates and numbers.
      throw new RowDefect("unreadable file", "no YAML: " + Describe.shortly(e));
    }
    if (!(document instanceof Map<?, ?> mapping)) {
      throw new RowDefect("unreadable file", "expected a YAML mapping");
    }
    Map<String, String> values = new TreeMap<>();
    flatten("", mapping, values, new ArrayDeque<>(), new int[1]);
    return values;
  }

  private static void flatten(
      String prefix,
      Map<?, ?> mapping,
      Map<String, String> values,
      Deque<Map<?, ?>> within,
      int[] met)
      throws RowDefect {
    // An alias may name a mapping that it is in, so equality would not end.
    if (within.stream().anyMatch(outer -> outer == mapping)) {
      throw new RowDefect(
          "unreadable file",
          "an alias names the mapping that it is in, at '" + Bounds.shortened(prefix, 100) + "'");
    }
    within.push(mapping);
    for (Map.Entry<?, ?> entry : mapping.entrySet()) {
      if (++met[0] > MOST_VALUES) {
        throw new RowDefect("unreadable file", "over " + MOST_VALUES + " values");
      }
      String name = prefix + entry.getKey();
      if (entry.getValue() instanceof Map<?, ?> inner) {
        flatten(name + ".", inner, values, within, met);
      } else if (entry.getValue() != null && !(entry.getValue() instanceof Iterable)) {
        values.put(name, String.valueOf(entry.getValue()));
      }
    }
    within.pop();
  }
}
