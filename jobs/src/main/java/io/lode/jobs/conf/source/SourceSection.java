package io.lode.jobs.conf.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.lode.jobs.conf.KnownKeys;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The section {@code source} of a source file, with the file's name for messages.
 *
 * @param name the file's name
 * @param source the section
 */
record SourceSection(String name, Config source) {

  /**
   * Reads a value that either holds for all runs or depends on what a log says.
   *
   * @param key the setting's name, for messages
   * @param value one text for all runs, or an object that holds a text for each case
   * @param parse makes the value of its text
   * @throws IllegalArgumentException if the object has another key, or a text is refused
   */
  <T extends Serializable> Choice<T> choice(
      String key, ConfigValue value, Function<String, T> parse) {
    if (value.valueType() != ConfigValueType.OBJECT) {
      return Choice.always(parse.apply(String.valueOf(value.unwrapped())));
    }
    ConfigObject object = (ConfigObject) value;
    KnownKeys.require(object, List.of("by", "values"), where(key));
    Map<String, T> values = new TreeMap<>();
    // Names with dots arrive as nested objects unless they are quoted, so paths are read back.
    object
        .toConfig()
        .getConfig("values")
        .entrySet()
        .forEach(
            entry ->
                values.put(
                    String.join(".", ConfigUtil.splitPath(entry.getKey())),
                    parse.apply(String.valueOf(entry.getValue().unwrapped()))));
    return new Choice<>(object.toConfig().getString("by"), values, null);
  }

  /** A place in the file, for messages. */
  String where(String key) {
    return "source file " + name + ", " + key;
  }
}
