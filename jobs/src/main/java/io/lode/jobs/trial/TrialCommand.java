package io.lode.jobs.trial;

import io.lode.artifact.Digests;
import io.lode.jobs.conf.TextTemplate;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.conf.trial.TrialPlaceholders;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What runs as a trial: a program and its arguments, never a shell.
 *
 * @param arguments the program and its arguments, with names in braces
 * @param environment variables, with names in braces
 * @param workingFolder where it runs
 * @param folder that schedules' relative paths are meant from
 * @param timeLimitMillis of one attempt
 * @param attempts at most, at least 1
 */
record TrialCommand(
    ArrayList<TextTemplate> arguments,
    Map<String, TextTemplate> environment,
    String workingFolder,
    String folder,
    long timeLimitMillis,
    int attempts)
    implements Serializable {

  private static final String TABLE = ".csv";

  static TrialCommand of(TrialDefinition definition) {
    return new TrialCommand(
        new ArrayList<>(definition.command()),
        new TreeMap<>(definition.environment()),
        definition.workingFolder().toString(),
        definition.folder().toString(),
        definition.timeLimit().toMillis(),
        definition.retries() + 1);
  }

  /** The names that a trial gives values to, with its folder and device. */
  Map<String, String> values(Trial trial, String directory, String device) {
    Map<String, String> values = named(trial, directory, device);
    values.computeIfPresent(
        TrialDefinition.SCHEDULE,
        (name, value) -> value.endsWith(TABLE) ? Path.of(folder).resolve(value).toString() : value);
    return values;
  }

  private static Map<String, String> named(Trial trial, String directory, String device) {
    Map<String, String> values = new TreeMap<>(trial.settings());
    values.put(TrialPlaceholders.TRIAL, trial.name());
    values.put(TrialPlaceholders.SEED, String.valueOf(trial.seed()));
    values.put(TrialPlaceholders.DIRECTORY, directory);
    values.put(TrialPlaceholders.DEVICE, device);
    return values;
  }

  /**
   * The program and its arguments.
   *
   * @throws IllegalArgumentException if one names what has no value
   */
  List<String> filled(Map<String, String> values) {
    return arguments.stream().map(argument -> argument.fill(values)).toList();
  }

  /** Tells a trial from one of the same name under another command, wherever the folder lies. */
  String digest(Trial trial) {
    Map<String, String> values = named(trial, "DIRECTORY", "DEVICE");
    List<String> variables = new ArrayList<>();
    environment.forEach((name, value) -> variables.add(name + "=" + value.fill(values)));
    return Digests.sha256((filled(values) + "\n" + variables).getBytes(StandardCharsets.UTF_8));
  }
}
