package io.lode.longrun;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The bundled curves of language models under many schedules. */
public final class ExampleRuns {

  private static final Path FOLDER = Path.of("../examples/llm-schedules");

  private ExampleRuns() {}

  /** The runs of the 124M model that a test admits. */
  public static Sweep sweep(Predicate<Run> admitted) {
    return sweep("124M-slimpajama", admitted);
  }

  /** The runs of a folder that a test admits. */
  public static Sweep sweep(String folder, Predicate<Run> admitted) {
    String[] names = folder.split("-", 2);
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      List<Run> runs = files.sorted().map(ExampleRuns::run).filter(admitted).toList();
      return new Sweep(
          new GroupKey(names[0], names[1], "adamw"), Objective.minimize("validation_loss"), runs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Run run(Path file) {
    try {
      List<String[]> rows =
          Files.readAllLines(file).stream().skip(1).map(line -> line.split(",", -1)).toList();
      double[] step = column(rows, 0);
      Trajectory trajectory =
          new Trajectory(step, column(rows, 1), unknown(step.length), column(rows, 2));
      String name = file.getFileName().toString().replace(".csv", "");
      return new Run(
          "sweep", name, null, Map.of(), RunStatus.COMPLETED, trajectory.lastStep(), trajectory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] column(List<String[]> rows, int index) {
    return rows.stream()
        .mapToDouble(row -> row[index].isEmpty() ? Double.NaN : Double.parseDouble(row[index]))
        .toArray();
  }

  private static double[] unknown(int length) {
    double[] unknown = new double[length];
    Arrays.fill(unknown, Double.NaN);
    return unknown;
  }
}
