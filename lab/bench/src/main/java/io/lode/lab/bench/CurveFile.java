package io.lode.lab.bench;

import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A published loss curve: a CSV file with the columns step, lr and validation_loss, and train_loss
 * where that was logged. Empty cells and infinite ones are NaN.
 *
 * @param file it
 * @param header names of the columns
 * @param rows cells of the rows, (row)
 */
record CurveFile(Path file, List<String> header, List<String[]> rows) {

  /** Reads a file, which may lack any column. */
  static CurveFile read(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      List<String> header = lines.isEmpty() ? List.of("") : cells(lines.get(0));
      return new CurveFile(
          file, header, lines.stream().skip(1).map(line -> line.split(",", -1)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static List<String> cells(String line) {
    return Arrays.asList(line.split(",", -1));
  }

  /** The run, by the name of the file, which must have the columns step, lr and validation_loss. */
  Run run() {
    Trajectory trajectory =
        new Trajectory(
            column("step"), column("lr"), column("train_loss"), column("validation_loss"));
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.csv$", "");
    return new Run(
        "published", name, null, Map.of(), RunStatus.COMPLETED, trajectory.lastStep(), trajectory);
  }

  private double[] column(String name) {
    int index = header.indexOf(name);
    return rows.stream().mapToDouble(row -> index < 0 ? Double.NaN : number(row[index])).toArray();
  }

  /** Python writes NaN and infinity in small letters. */
  private static double number(String cell) {
    boolean none = cell.isEmpty() || cell.equalsIgnoreCase("nan") || cell.endsWith("inf");
    return none ? Double.NaN : Double.parseDouble(cell);
  }
}
