package io.lode.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lode.trajectory.Direction;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What the index says of a group; it lies beside the group's page, so that a page can be written
 * anew without reading the other groups.
 *
 * @param format {@link #FORMAT}
 * @param page file of the group's page, below the report's folder
 * @param model of the group
 * @param dataset of the group
 * @param optimizer of the group
 * @param metric that its runs are judged by
 * @param direction {@code minimize} or {@code maximize}
 * @param runs how many it has
 * @param diverged how many of them diverged
 * @param schedules what is published, by horizon
 */
public record GroupEntry(
    String format,
    String page,
    String model,
    String dataset,
    String optimizer,
    String metric,
    String direction,
    int runs,
    int diverged,
    List<Published> schedules) {

  static final String FORMAT = "lode-report/1";

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * What is published for one horizon.
   *
   * @param history expected objective of the versions, the oldest first, thinned
   */
  record Published(
      double horizon,
      int version,
      String created,
      String decision,
      double objective,
      double standardDeviation,
      double best,
      double[] history) {

    boolean revised() {
      return decision.equals("revised");
    }

    String predicted() {
      return Figures.spread(objective, standardDeviation);
    }

    String observed() {
      return Figures.number(best);
    }

    String when() {
      return Figures.time(created);
    }

    /** The history as the points of a small line, 100 wide and 24 high, smaller values lower. */
    String line() {
      double smallest = Double.POSITIVE_INFINITY;
      double largest = Double.NEGATIVE_INFINITY;
      for (double value : history) {
        smallest = Math.min(smallest, value);
        largest = Math.max(largest, value);
      }
      StringBuilder points = new StringBuilder();
      for (int i = 0; i < history.length; i++) {
        double part = largest > smallest ? (history[i] - smallest) / (largest - smallest) : 0.5;
        points.append(history.length > 1 ? 100 * i / (history.length - 1) : 50);
        points.append(',').append(Math.round(22 - 20 * part)).append(' ');
      }
      return points.toString().strip();
    }
  }

  public GroupKey group() {
    return new GroupKey(model, dataset, optimizer);
  }

  /** How much better each horizon's schedule is expected to be than the best run. */
  List<Line> lines() {
    Direction how = Direction.of(direction);
    return schedules.stream()
        .map(one -> new Line(one, Figures.better(one.objective(), one.best(), how)))
        .toList();
  }

  /** A published schedule and its gain, in words. */
  record Line(Published published, String gain) {}

  byte[] write() {
    try {
      return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads an entry; empty where a file is none, such as one of another program. */
  public static Optional<GroupEntry> read(byte[] bytes) {
    try {
      GroupEntry entry = JSON.readValue(bytes, GroupEntry.class);
      return FORMAT.equals(entry.format()) ? Optional.of(entry) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
