package io.lode.lab.bench;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.SweepOutcomes;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Real runs of one model under many schedules, one CSV file a run with the columns {@code
 * step,lr,train_loss,validation_loss}.
 *
 * @param name of the table
 * @param runs all of them
 */
public record ScheduleTable(String name, List<Run> runs) {

  private static final Objective OBJECTIVE = Objective.minimize("validation_loss");
  private static final String HEADER = "step,lr,train_loss,validation_loss";

  /** Runs whose last step is this near to a horizon end there, as a part of it. */
  private static final double ENDS = 0.005;

  /** A rate this near to the peak is held, in log. */
  private static final double HELD = 0.03;

  /** Part of the horizon in which a run with a held rate may still warm up. */
  private static final double WARM = 0.1;

  /**
   * Reads a folder.
   *
   * @throws IllegalArgumentException if it holds no such file or one is not as described
   */
  public static ScheduleTable read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Run> runs =
          files
              .filter(file -> file.toString().endsWith(".csv"))
              .sorted()
              .map(ScheduleTable::run)
              .toList();
      if (runs.isEmpty()) {
        throw new IllegalArgumentException("folder " + folder + " has no .csv file of a run");
      }
      return new ScheduleTable(String.valueOf(folder.getFileName()), runs);
    } catch (IOException e) {
      throw new IllegalArgumentException("folder " + folder + " cannot be read: " + e, e);
    }
  }

  private static Run run(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IllegalArgumentException(
          file
              + " must begin with '"
              + HEADER
              + "', found '"
              + (lines.isEmpty() ? "" : lines.get(0))
              + "'");
    }
    double[][] columns = new double[4][lines.size() - 1];
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      for (int c = 0; c < columns.length; c++) {
        columns[c][i - 1] = cells[c].isEmpty() ? Double.NaN : Double.parseDouble(cells[c]);
      }
    }
    String name = String.valueOf(file.getFileName()).replace(".csv", "");
    return run(name, new Trajectory(columns[0], columns[1], columns[2], columns[3]));
  }

  private static Run run(String name, Trajectory trajectory) {
    return new Run(
        "table", name, null, Map.of(), RunStatus.COMPLETED, trajectory.lastStep(), trajectory);
  }

  /** The runs that were made for a horizon. */
  SweepOutcomes ending(double horizonStep) {
    return outcomes(
        runs.stream()
            .filter(run -> Math.abs(run.trajectory().lastStep() - horizonStep) < ENDS * horizonStep)
            .toList(),
        horizonStep);
  }

  /**
   * Runs that held their rate up to a horizon, cut there, one a peak: what a sweep of constant
   * rates would have been.
   */
  SweepOutcomes constant(double horizonStep) {
    List<Run> held = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    for (Run run : runs) {
      if (run.trajectory().lastStep() < (1 - ENDS) * horizonStep) {
        continue;
      }
      double[] rates = IntervalRates.log(run.schedule(), horizonStep, Double.MIN_NORMAL);
      double peak = Arrays.stream(rates).max().orElseThrow();
      boolean constant =
          Arrays.stream(rates)
              .skip((long) (WARM * rates.length))
              .allMatch(rate -> rate > peak - HELD);
      if (constant && peaks.stream().noneMatch(other -> Math.abs(other - peak) < HELD)) {
        peaks.add(peak);
        held.add(run(run.run(), cut(run.trajectory(), horizonStep)));
      }
    }
    return outcomes(held, horizonStep);
  }

  /** Runs for a horizon whose name begins with {@code cos}. */
  SweepOutcomes cosine(double horizonStep) {
    return outcomes(
        ending(horizonStep).runs().stream()
            .map(EvaluatedRun::run)
            .filter(run -> run.run().startsWith("cos"))
            .toList(),
        horizonStep);
  }

  private static Trajectory cut(Trajectory whole, double last) {
    int length = 0;
    while (length < whole.length() && whole.step()[length] <= last) {
      length++;
    }
    return new Trajectory(
        Arrays.copyOf(whole.step(), length),
        Arrays.copyOf(whole.learningRate(), length),
        Arrays.copyOf(whole.trainLoss(), length),
        Arrays.copyOf(whole.objective(), length));
  }

  private SweepOutcomes outcomes(List<Run> some, double horizonStep) {
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "table " + name + " has no such run at step " + horizonStep);
    }
    return SweepOutcomes.of(
        new Sweep(new GroupKey(name, "table", GroupKey.UNKNOWN), OBJECTIVE, some), horizonStep);
  }
}
