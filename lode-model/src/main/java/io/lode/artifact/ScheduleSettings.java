package io.lode.artifact;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hyperparameters beside the learning rate that a schedule is published for.
 *
 * @param values by name, of all hyperparameters that vary between the runs of the group; empty
 *     where none does
 * @param source where the values come from, such as {@code run wd3}
 * @param changes what other values would bring
 * @param undecided why the effect of hyperparameters could not be estimated, or which ones explain
 *     nothing: one sentence each, without a full stop
 */
public record ScheduleSettings(
    Map<String, String> values, String source, List<Change> changes, List<String> undecided)
    implements Serializable {

  /** Of a schedule whose group does not vary anything beside the rate. */
  public static final ScheduleSettings NONE =
      new ScheduleSettings(Map.of(), "", List.of(), List.of());

  /** Copies the parts, the values in the order of their names. */
  public ScheduleSettings {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    changes = List.copyOf(changes);
    undecided = List.copyOf(undecided);
  }

  /**
   * What another value of one hyperparameter would bring, the others as they are.
   *
   * @param name of the hyperparameter
   * @param value the other value
   * @param objective expected at the horizon, on the objective's own scale
   * @param standardDeviation of the difference to what is expected without the change
   */
  public record Change(String name, String value, double objective, double standardDeviation)
      implements Serializable {}

  /**
   * The values in words: {@code batch_size=256, weight_decay=0.1}; nothing where there are none.
   */
  public String inWords() {
    return inWords(values);
  }

  /** Settings in words, in the order of their names. */
  public static String inWords(Map<String, String> values) {
    StringBuilder words = new StringBuilder();
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                words.append(words.isEmpty() ? "" : ", ").append(name).append('=').append(value));
    return words.toString();
  }
}
