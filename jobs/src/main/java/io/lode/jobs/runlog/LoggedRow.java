package io.lode.jobs.runlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A row that a run in flight logged; public, since Spark makes it.
 *
 * @param group that the run belongs to
 * @param run its name
 * @param step optimiser steps done, finite and not negative
 * @param values every number of the row by name, the step left out; NaN and infinities included
 */
public record LoggedRow(GroupKey group, String run, double step, TreeMap<String, Double> values)
    implements Serializable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEP = "step";

  /** Identities that may look like numbers. */
  private static final java.util.Set<String> IDENTITY =
      java.util.Set.of("sweep", "run", "model", "dataset", "optimizer", "seed");

  /** The row of a line; empty where the line is none. */
  public static Optional<LoggedRow> parse(String line) {
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    if (json == null || !json.isObject()) {
      return Optional.empty();
    }
    TreeMap<String, Double> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      Double number = IDENTITY.contains(entry.getKey()) ? null : number(entry.getValue());
      if (number != null) {
        values.put(entry.getKey(), number);
      }
    }
    Double step = values.remove(STEP);
    String run = json.path("run").asText("");
    if (step == null || !(step >= 0) || step.isInfinite() || run.isBlank()) {
      return Optional.empty();
    }
    try {
      GroupKey group =
          new GroupKey(
              json.path("model").asText(""),
              json.path("dataset").asText(""),
              json.path("optimizer").asText(GroupKey.UNKNOWN));
      return Optional.of(new LoggedRow(group, run, step, values));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A JSON number, or what the run logger writes for one that JSON does not have. */
  private static Double number(JsonNode value) {
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }
}
