package io.lode.lab.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.ProofDefinition.Outcome;
import io.lode.trajectory.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads what training programs say came out.
 *
 * @param keys where they say it
 */
record TrialOutcomes(Outcome keys) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What one run came to; NaN where the program does not say.
   *
   * @param run its name
   * @param seed of the run
   * @param validation what chooses
   * @param test what judges
   * @param seconds of the training steps
   * @param eigenvalue the Hessian's largest
   */
  record Judged(
      String run, long seed, double validation, double test, double seconds, double eigenvalue) {}

  Judged read(Path folder, Trial trial) {
    Path file = folder.resolve(trial.name()).resolve(keys.file());
    if (!Files.exists(file)) {
      return new Judged(trial.name(), trial.seed(), Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    try {
      JsonNode node = JSON.readTree(Files.readAllBytes(file));
      return new Judged(
          trial.name(),
          trial.seed(),
          number(node, keys.validation()),
          number(node, keys.test()),
          number(node, keys.seconds()),
          number(node, keys.eigenvalue()));
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is no JSON object", e);
    }
  }

  /**
   * Runs trials and reads what they came to.
   *
   * @param part of the folder that holds them
   * @param failures takes why runs failed, by name
   */
  List<Tuning.Observed> observed(
      Trials trials, String part, List<Trial> planned, Map<String, String> failures) {
    failures.putAll(trials.run(part, planned).failures());
    return planned.stream().map(trial -> observed(trials.folder(part), trial)).toList();
  }

  /** What a run is chosen by, smaller is better, infinite where there is none. */
  Tuning.Observed observed(Path folder, Trial trial) {
    double value = validation(read(folder, trial).validation());
    return new Tuning.Observed(trial, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value);
  }

  /** From the program's scale to one where smaller is better, and back. */
  double validation(double value) {
    return keys.validationDirection() == Direction.MINIMIZE ? value : -value;
  }

  private static double number(JsonNode node, String key) {
    JsonNode value = key == null ? null : node.get(key);
    return value == null || !value.isNumber() ? Double.NaN : value.asDouble();
  }
}
