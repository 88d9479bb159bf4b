package io.lode.jobs.conf.source;

import java.io.Serializable;
import java.util.Map;

/**
 * A value of a source file: the same for every log, or chosen by something the log says, such as
 * the total steps by the model.
 *
 * @param by the name whose value chooses, or null where the value is always {@code fixed}
 * @param values the value for each value of {@code by}
 * @param fixed the value where nothing chooses, else null
 */
public record Choice<T extends Serializable>(String by, Map<String, T> values, T fixed)
    implements Serializable {

  /** The same value for every log. */
  public static <T extends Serializable> Choice<T> always(T value) {
    return new Choice<>(null, Map.of(), value);
  }

  /**
   * The value for a log.
   *
   * @param named what the log says, by name
   * @throws IllegalArgumentException if the log's value of {@code by} has no entry
   */
  public T choose(Map<String, String> named) {
    if (by == null) {
      return fixed;
    }
    String key = named.get(by);
    T value = key == null ? null : values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "no value for " + by + " '" + key + "', known are " + String.join(", ", values.keySet()));
    }
    return value;
  }
}
