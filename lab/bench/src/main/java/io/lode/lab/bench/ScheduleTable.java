package io.lode.lab.bench;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Real runs of one model under many schedules, one CSV file a run with the columns {@code
 * step,lr,train_loss,validation_loss}, of which the third may be missing.
 *
 * @param name of the table
 * @param runs all of them
 */
public record ScheduleTable(String name, List<Run> runs) {

  private static final Objective OBJECTIVE = Objective.minimize("validation_loss");
  private static final String HEADER = "step,lr,train_loss,validation_loss";
  private static final String WITHOUT_TRAINING = "step,lr,validation_loss";

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
    CurveFile curve = CurveFile.read(file);
    String header = String.join(",", curve.header());
    if (!header.equals(HEADER) && !header.equals(WITHOUT_TRAINING)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must begin with '%s' or '%s', found '%s'",
              file,
              HEADER,
              WITHOUT_TRAINING,
              header));
    }
    return curve.run();
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
        run.until(horizonStep).ifPresent(held::add);
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

  private SweepOutcomes outcomes(List<Run> some, double horizonStep) {
    if (some.isEmpty()) {
      throw new IllegalArgumentException(
          "table " + name + " has no such run at step " + horizonStep);
    }
    return SweepOutcomes.of(
        new Sweep(new GroupKey(name, "table", GroupKey.UNKNOWN), OBJECTIVE, some), horizonStep);
  }
}
