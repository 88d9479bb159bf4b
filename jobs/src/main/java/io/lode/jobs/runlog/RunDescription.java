package io.lode.jobs.runlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ArtifactException;
import io.lode.forecast.Horizon;
import io.lode.trajectory.Direction;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run in flight says of itself, its {@code run.json} ({@code lode-run/1}).
 *
 * @param status {@code running}, {@code completed} or {@code failed}
 * @param totalSteps that it is to take
 * @param objective that it is judged by
 * @param horizon part of training after which the objective counts
 * @param followed which published versions were in force from which step, ascending; empty where it
 *     follows none
 */
public record RunDescription(
    String status, double totalSteps, Objective objective, Horizon horizon, List<Version> followed)
    implements Serializable {

  static final String FORMAT = "lode-run/1";
  public static final String RUNNING = "running";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A version in force.
   *
   * @param fromStep first step it was in force at
   * @param path relative to the store
   */
  public record Version(double fromStep, String path) implements Serializable {}

  /** Copies the list. */
  public RunDescription {
    followed = new ArrayList<>(followed);
  }

  public boolean running() {
    return RUNNING.equals(status);
  }

  /**
   * Reads a description.
   *
   * @param file its name, for messages
   * @throws ArtifactException if it is damaged or of another format
   */
  public static RunDescription read(byte[] bytes, String file) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new ArtifactException(file + " is not JSON: it may be cut off or damaged", e);
    }
    String format = json == null ? "" : json.path("format").asText();
    if (!format.equals(FORMAT)) {
      throw new ArtifactException(
          file + ": format must be " + FORMAT + ", found " + (format.isEmpty() ? "none" : format));
    }
    JsonNode objective = json.path("objective");
    try {
      return new RunDescription(
          json.path("status").asText(),
          totalSteps(json, file),
          new Objective(
              objective.path("metric").asText(),
              Direction.of(objective.path("direction").asText()),
              objective.path("ceiling").asDouble(1)),
          new Horizon(json.path("horizon").asDouble(1)),
          followed(json));
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the description of one run.
   *
   * @param file its name, for messages
   * @throws ArtifactException if it is damaged, of another format or of another run
   */
  public static RunDescription readOf(byte[] bytes, String file, GroupKey group, String run) {
    RunDescription description = read(bytes, file);
    try {
      JsonNode json = JSON.readTree(bytes);
      requireName(json, "model", group.model(), file);
      requireName(json, "dataset", group.dataset(), file);
      requireName(json, "optimizer", group.optimizer(), file);
      requireName(json, "run", run, file);
    } catch (IOException e) {
      throw new ArtifactException(file + " is not JSON: it may be cut off or damaged", e);
    }
    return description;
  }

  private static void requireName(JsonNode json, String key, String name, String file) {
    if (!json.path(key).asText(name).equals(name)) {
      throw new ArtifactException(
          file + " is of another run: expected " + key + " " + name + ", found " + json.get(key));
    }
  }

  private static double totalSteps(JsonNode json, String file) {
    double total = json.path("totalSteps").asDouble(Double.NaN);
    if (!(total > 0) || Double.isInfinite(total)) {
      throw new ArtifactException(
          file + ": totalSteps must be over 0, found " + json.path("totalSteps"));
    }
    return total;
  }

  /** The history of a job that follows what is newest, else the one schedule that it has. */
  private static List<Version> followed(JsonNode json) {
    List<Version> versions = new ArrayList<>();
    for (JsonNode one : json.path("followed")) {
      versions.add(new Version(one.path("fromStep").asDouble(), one.path("path").asText()));
    }
    JsonNode only = json.path("schedule").path("path");
    if (versions.isEmpty() && only.isTextual()) {
      versions.add(new Version(0, only.asText()));
    }
    return versions;
  }
}
