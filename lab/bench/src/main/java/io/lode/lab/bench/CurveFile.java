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
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A published loss curve: a CSV file with the columns step, lr and validation_loss, and train_loss
 * where that was logged. Empty cells and infinite ones are NaN.
 *
 * @param file it
 * @param header names of the columns
 * @param rows cells of the rows, (row)
 */
public record CurveFile(Path file, List<String> header, List<String[]> rows) {

  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "-inf");

  /** Reads a file, which may lack any column. */
  public static CurveFile read(Path file) {
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

  /**
   * The run, by the name of the file, which must have the columns step, lr and validation_loss, or
   * loss where nothing else was published.
   */
  public Run run() {
    String objective = header.contains("validation_loss") ? "validation_loss" : "loss";
    Trajectory trajectory =
        new Trajectory(column("step"), column("lr"), column("train_loss"), column(objective));
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.csv$", "");
    return new Run(
        "published", name, null, Map.of(), RunStatus.COMPLETED, trajectory.lastStep(), trajectory);
  }

  private double[] column(String name) {
    int index = header.indexOf(name);
    return rows.stream().mapToDouble(row -> index < 0 ? Double.NaN : number(row[index])).toArray();
  }

  /** Empty cells were not logged; Python writes a loss that is not finite as nan or inf. */
  private static double number(String cell) {
    return cell.isEmpty() || NOT_FINITE.contains(cell.toLowerCase(Locale.ROOT))
        ? Double.NaN
        : Double.parseDouble(cell);
  }
}
