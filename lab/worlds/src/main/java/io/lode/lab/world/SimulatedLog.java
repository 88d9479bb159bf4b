package io.lode.lab.world;

import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a simulated trainer logs of one run: a row at the end of each interval, up to the one that
 * it diverged in.
 *
 * @param intervals that it was to train through
 * @param rates logged at each interval's end, (interval)
 * @param training loss of the intervals before it diverged, (completed interval)
 * @param validation loss of the same, (completed interval)
 */
record SimulatedLog(Intervals intervals, double[] rates, double[] training, double[] validation) {

  /**
   * The run that this is the log of.
   *
   * @param seed of the call that trained it
   * @param luck which run of the call it is: each has luck of its own, as under a seed of its own
   */
  Run run(String name, long seed, int luck, double totalSteps) {
    int completed = validation.length;
    boolean diverged = completed < intervals.count();
    int rows = diverged ? completed + 1 : completed;
    double[] step = new double[rows];
    for (int k = 0; k < rows; k++) {
      step[k] = intervals.end()[k];
    }
    Trajectory trajectory =
        new Trajectory(
            step, Arrays.copyOf(rates, rows), padded(training, rows), padded(validation, rows));
    RunStatus status =
        diverged
            ? RunStatus.DIVERGED
            : trajectory.lastStep() < totalSteps ? RunStatus.STOPPED : RunStatus.COMPLETED;
    return new Run(
        "simulated-" + seed,
        name,
        luck == 0 ? Long.toString(seed) : seed + "-" + luck,
        Map.of(),
        status,
        totalSteps,
        trajectory);
  }

  /** The validation loss at the end of the last interval; NaN if it was not reached. */
  double lastValidation() {
    int completed = validation.length;
    return completed < intervals.count() ? Double.NaN : validation[completed - 1];
  }

  private static double[] padded(double[] losses, int rows) {
    double[] padded = Arrays.copyOf(losses, rows);
    Arrays.fill(padded, losses.length, rows, Double.NaN);
    return padded;
  }

  /**
   * Checks that there is one name per schedule.
   *
   * @throws IllegalArgumentException if there are not as many, or one repeats
   */
  static void checkNames(List<? extends Schedule> schedules, List<String> names) {
    if (schedules.size() != names.size()) {
      throw new IllegalArgumentException(
          "every schedule needs a name, found "
              + schedules.size()
              + " schedules and "
              + names.size()
              + " names");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("run names must differ, found '" + name + "' twice");
      }
    }
  }
}
