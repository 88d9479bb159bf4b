package io.lode.jobs.ingest.format;

import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Mappings in YAML, as text by dotted name. */
public final class Yaml {

  private Yaml() {}

  /**
   * Reads a document; lists and nulls are left out.
   *
   * @throws RowDefect if it is not a mapping
   */
  public static Map<String, String> read(String text) throws RowDefect {
    Object document;
    try {
      document = new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (YAMLException | NumberFormatException e) {
      throw new RowDefect("unreadable file", "no YAML: " + Describe.shortly(e));
    }
    if (!(document instanceof Map<?, ?> mapping)) {
      throw new RowDefect("unreadable file", "expected a YAML mapping");
    }
    Map<String, String> values = new TreeMap<>();
    flatten("", mapping, values, 0);
    return values;
  }

  private static void flatten(
      String prefix, Map<?, ?> mapping, Map<String, String> values, int depth) {
    for (Map.Entry<?, ?> entry : mapping.entrySet()) {
      String name = prefix + entry.getKey();
      if (entry.getValue() instanceof Map<?, ?> inner) {
        if (depth < 20) {
          flatten(name + ".", inner, values, depth + 1);
        }
      } else if (entry.getValue() != null && !(entry.getValue() instanceof Iterable)) {
        values.put(name, String.valueOf(entry.getValue()));
      }
    }
  }
}
