package io.lode.lab.bench;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Published loss curves in folders: {@code GROUP/RUN.csv} with the columns step, lr and
 * validation_loss, which may be empty.
 */
public final class CurveFolder {

  private static final List<String> COLUMNS = List.of("step", "lr", "validation_loss");

  private CurveFolder() {}

  /**
   * The groups of a folder, by name; the folder itself where it holds runs.
   *
   * @throws IllegalArgumentException if there is no such folder, or it holds no curves
   */
  public static List<Sweep> read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("no folder " + folder + ", expected one with loss curves");
    }
    List<Sweep> sweeps =
        Stream.concat(Stream.of(folder), children(folder).filter(Files::isDirectory))
            .filter(candidate -> children(candidate).anyMatch(CurveFolder::isCurve))
            .map(CurveFolder::sweep)
            .toList();
    if (sweeps.isEmpty()) {
      throw new IllegalArgumentException(
          folder + " holds no GROUP/RUN.csv, expected files with the columns " + COLUMNS);
    }
    return sweeps;
  }

  private static Sweep sweep(Path folder) {
    return new Sweep(
        new GroupKey(folder.getFileName().toString(), "curves", "adamw"),
        Objective.minimize("validation_loss"),
        children(folder).filter(CurveFolder::isCurve).map(CurveFolder::run).toList());
  }

  private static boolean isCurve(Path file) {
    return file.toString().endsWith(".csv") && !file.endsWith("runs.csv");
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Run run(Path file) {
    CurveFile curve = CurveFile.read(file);
    if (!curve.header().containsAll(COLUMNS)) {
      throw new IllegalArgumentException(
          file + " must have the columns " + COLUMNS + ", found " + curve.header());
    }
    return curve.run();
  }
}
