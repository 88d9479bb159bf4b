package io.lode.lab.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.nio.charset.StandardCharsets;

/**
 * Logs simulated runs into a store as training jobs do ({@code lode-run/1}).
 *
 * @param files the store's files
 * @param group that the runs belong to
 * @param objective that they are judged by, a loss
 */
public record SimulatedLogs(StoreFiles files, GroupKey group, Objective objective) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Adds a part with the rows of a run in a range of steps, and describes the run as running.
   *
   * @param schedulePath path of the version that the run follows, relative to the store
   * @param after rows up to this step are left out
   * @param until rows after this step are left out
   * @param part number of the part, from 1
   */
  public void append(Run run, String schedulePath, double after, double until, int part) {
    Trajectory trajectory = run.trajectory();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < trajectory.length(); i++) {
      if (trajectory.step()[i] > after && trajectory.step()[i] <= until) {
        ObjectNode row = identity(run);
        row.put("step", trajectory.step()[i]);
        row.put("learning_rate", trajectory.learningRate()[i]);
        put(row, "train_loss", trajectory.trainLoss()[i]);
        put(row, objective.metric(), trajectory.objective()[i]);
        text.append(json(row)).append('\n');
      }
    }
    String folder = new RunLogs(files).folder(group, run.run());
    files.create(
        "%s/part-%06d.jsonl".formatted(folder, part),
        text.toString().getBytes(StandardCharsets.UTF_8));
    describe(run, schedulePath, "running");
  }

  /** Replaces what a run says of itself. */
  public void describe(Run run, String schedulePath, String status) {
    ObjectNode description = identity(run);
    description.put("format", "lode-run/1");
    description.put("totalSteps", run.totalSteps());
    ObjectNode judged = description.putObject("objective");
    judged.put("metric", objective.metric());
    judged.put("direction", objective.direction().label());
    description.put("horizon", 1.0);
    description.putObject("schedule").put("path", schedulePath);
    description.put("status", status);
    files.replace(
        new RunLogs(files).descriptionPath(group, run.run()),
        json(description).getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode identity(Run run) {
    ObjectNode row = JSON.createObjectNode();
    row.put("sweep", run.sweep());
    row.put("run", run.run());
    row.put("model", group.model());
    row.put("dataset", group.dataset());
    row.put("optimizer", group.optimizer());
    row.put("seed", run.seed());
    return row;
  }

  private static void put(ObjectNode row, String name, double value) {
    if (Double.isFinite(value)) {
      row.put(name, value);
    } else {
      row.put(name, Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
  }

  private static String json(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
