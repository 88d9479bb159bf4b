package io.lode.jobs.runlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lode.jobs.ingest.format.Numbers;
import io.lode.jobs.ingest.json.JsonReader;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.trajectory.GroupKey;
import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One row of a run log of the format {@code lode-run/1}. The record is public because Spark creates
 * it.
 *
 * @param group the group that the run belongs to
 * @param run the run's name
 * @param place where the row is in the run's log
 * @param step optimiser steps done, finite and not negative
 * @param values every number of the row by name, without the step; NaN and infinities included
 * @param usable whether ingest accepts the row; it rejects a row with a learning rate that is
 *     negative or not finite, or with text where a number is expected
 */
public record LoggedRow(
    GroupKey group,
    String run,
    Place place,
    double step,
    TreeMap<String, Double> values,
    boolean usable)
    implements Serializable {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
  private static final String STEP = "step";
  private static final String TIME = "time";
  private static final String LEARNING_RATE = Fields.NAMES.get(Fields.LEARNING_RATE);

  /** Identities, which may look like numbers. */
  private static final Set<String> IDENTITY =
      Set.of("sweep", "run", "model", "dataset", "optimizer", "seed");

  /**
   * The place of a row in the log of its run; places compare in the order of logging.
   *
   * @param part file name of the part
   * @param line a number that increases along the part
   */
  public record Place(String part, long line) implements Serializable, Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::part).thenComparing(Place::line);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Reads a line of a log.
   *
   * @param line the line's text
   * @param place where the line is
   * @return the row; empty where the line is not a JSON object with a run, a group and a step
   */
  public static Optional<LoggedRow> parse(String line, Place place) {
    Map<String, String> cells = new HashMap<>();
    try {
      if (JSON.readTree(line) instanceof ObjectNode object) {
        JsonReader.flatten("", object, cells);
      }
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    TreeMap<String, Double> values = new TreeMap<>();
    boolean usable = true;
    for (Map.Entry<String, String> cell : cells.entrySet()) {
      String name = cell.getKey();
      String text = cell.getValue();
      if (!IDENTITY.contains(name) && !text.isBlank()) {
        Double number = number(name, text);
        if (number != null) {
          values.put(name, number);
        }
        usable &= number != null || !Fields.NAMES.contains(name);
      }
    }
    double rate = values.getOrDefault(LEARNING_RATE, 0.0);
    usable &= rate >= 0 && Double.isFinite(rate);
    Double step = values.remove(STEP);
    String run = cells.getOrDefault("run", "").strip();
    if (step == null || !(step >= 0) || step.isInfinite() || run.isEmpty()) {
      return Optional.empty();
    }
    String optimizer = cells.getOrDefault("optimizer", "").strip();
    try {
      GroupKey group =
          new GroupKey(
              cells.getOrDefault("model", "").strip(),
              cells.getOrDefault("dataset", "").strip(),
              optimizer.isEmpty() ? GroupKey.UNKNOWN : optimizer);
      // Adding 0 turns -0.0 into 0.0, which would otherwise be a step of its own.
      return Optional.of(new LoggedRow(group, run, place, step + 0.0, values, usable));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Double number(String name, String text) {
    Double number = Numbers.parse(text);
    return number == null && name.equals(TIME) ? Numbers.secondsSince1970(text) : number;
  }
}
