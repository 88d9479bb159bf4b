package io.lode.artifact;

import io.lode.schedule.PiecewiseLogLinear;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A schedule's knots as CSV, {@code step,learning_rate}, for any training program to read. */
public final class ScheduleCsv {

  private static final String HEADER = "step,learning_rate";

  private ScheduleCsv() {}

  /** The file's bytes: the header, then one knot a line. */
  public static byte[] write(PiecewiseLogLinear schedule) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (int i = 0; i < schedule.step().length; i++) {
      text.append(schedule.step()[i]).append(',').append(schedule.learningRate()[i]).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a file.
   *
   * @param file its name, for messages
   * @throws ArtifactException if the header, a row or the knots are not as expected; the message
   *     names the line
   */
  public static PiecewiseLogLinear read(byte[] bytes, String file) {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
      throw new ArtifactException(
          file
              + " line 1: expected "
              + HEADER
              + ", found "
              + (lines.isEmpty() ? "nothing" : "'" + lines.get(0) + "'"));
    }
    List<double[]> knots = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        knots.add(knot(lines.get(i), file + " line " + (i + 1)));
      }
    }
    try {
      return new PiecewiseLogLinear(
          knots.stream().mapToDouble(knot -> knot[0]).toArray(),
          knots.stream().mapToDouble(knot -> knot[1]).toArray());
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(file + ": " + e.getMessage(), e);
    }
  }

  private static double[] knot(String line, String where) {
    String[] cells = line.split(",", -1);
    try {
      if (cells.length == 2) {
        return new double[] {
          Double.parseDouble(cells[0].strip()), Double.parseDouble(cells[1].strip())
        };
      }
    } catch (NumberFormatException e) {
      throw new ArtifactException(where + ": expected two numbers, found '" + line + "'", e);
    }
    throw new ArtifactException(where + ": expected two numbers, found '" + line + "'");
  }
}
