package io.lode.jobs.runlog;

import io.lode.schedule.LoggedSchedule;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The learning rate at every step of a run whose rows do not all have one.
 *
 * <p>Between two logged rates it is {@link LoggedSchedule}'s. That is only known where the rate was
 * logged throughout: what lies before the first logged rate, and after the last one, is no longer
 * than the longest gap between two.
 */
public final class LoggedRates {

  private LoggedRates() {}

  /**
   * The rate at each step.
   *
   * @param step increasing, (time)
   * @param learningRate as logged, NaN where it was not, (time)
   * @return (time); empty where the rate was not logged throughout
   */
  public static Optional<double[]> completed(double[] step, double[] learningRate) {
    int[] logged =
        IntStream.range(0, step.length).filter(i -> !Double.isNaN(learningRate[i])).toArray();
    if (logged.length == step.length) {
      return Optional.of(learningRate);
    }
    double[] loggedStep = Arrays.stream(logged).mapToDouble(i -> step[i]).toArray();
    if (!isThroughout(step, loggedStep)) {
      return Optional.empty();
    }
    Schedule schedule =
        new LoggedSchedule(
            loggedStep, Arrays.stream(logged).mapToDouble(i -> learningRate[i]).toArray());
    return Optional.of(Arrays.stream(step).map(schedule::learningRate).toArray());
  }

  private static boolean isThroughout(double[] step, double[] logged) {
    if (logged.length < 2) {
      return false;
    }
    double longest = 0;
    for (int i = 1; i < logged.length; i++) {
      longest = Math.max(longest, logged[i] - logged[i - 1]);
    }
    return logged[0] - step[0] <= longest
        && step[step.length - 1] - logged[logged.length - 1] <= longest;
  }
}
