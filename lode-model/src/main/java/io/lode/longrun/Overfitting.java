package io.lode.longrun;

import io.lode.statistics.Median;
import io.lode.statistics.Spread;
import io.lode.trajectory.Direction;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the runs of a group show of over-fitting. Forecasts of longer runs do not know of it: they
 * let the objective fall for as long as the learning rate allows.
 *
 * @param metric of the objective
 * @param runs that survived
 * @param rose runs whose objective was clearly worse at the end than before, although the rate had
 *     not risen
 * @param apart runs whose training loss fell away below the objective
 */
public record Overfitting(String metric, int runs, int rose, int apart) {

  /** Parts of a run that are compared. Count: in a tenth the loss hardly changes. */
  private static final int PARTS = 10;

  /** Values of the objective that a run must have. Count: fewer do not show their noise. */
  private static final int FEWEST_VALUES = 6;

  /** A rise below this is none. Log of the objective. */
  private static final double SMALLEST_RISE = 0.02;

  /** How far a rise must exceed the noise of single values. Standard deviations. */
  private static final double OF_NOISE = 3;

  /**
   * Standard deviation of the second differences of values with independent noise, in that of one
   * value.
   */
  private static final double OF_SECOND_DIFFERENCES = Math.sqrt(6);

  /** Rates that differ by less count as one. Ratio. */
  private static final double SAME_RATE = 1.02;

  /** Validation over training loss at the end of a run from which the two are apart. Ratio. */
  private static final double APART = 1.25;

  /** By how much that ratio must have grown since the middle of the run. Ratio. */
  private static final double GROWN = 1.1;

  /** Part of a run, from its end, over which the two losses are compared. */
  private static final double END = 0.2;

  /** Reads the runs of a group. */
  static Overfitting of(Sweep sweep) {
    String metric = sweep.objective().metric();
    String name = metric.toLowerCase(Locale.ROOT);
    int runs = 0;
    int rose = 0;
    int apart = 0;
    boolean heldOut = !name.startsWith("train");
    boolean loss =
        heldOut && name.contains("loss") && sweep.objective().direction() == Direction.MINIMIZE;
    for (Run run : sweep.runs()) {
      if (run.diverged() || run.trajectory().length() == 0) {
        continue;
      }
      runs++;
      rose += heldOut && rose(run, sweep) ? 1 : 0;
      apart += loss && apart(run.trajectory()) ? 1 : 0;
    }
    return new Overfitting(metric, runs, rose, apart);
  }

  /** What a reader of a forecast of a longer run must know; empty where no run over-fits. */
  public Optional<String> warning() {
    if (rose > 0) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s rose before the end of %d of %d runs, which may be over-fitting: a longer run may"
                  + " end worse, and the forecast does not know of that",
              metric,
              rose,
              runs));
    }
    if (apart > 0) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the training loss falls away below %s in %d of %d runs: a longer run may over-fit,"
                  + " and the forecast does not know of that",
              metric,
              apart,
              runs));
    }
    return Optional.empty();
  }

  private static boolean rose(Run run, Sweep sweep) {
    ObservedCurve observed =
        ObservedCurve.of(run.trajectory(), sweep.objective().transform()).afterStart();
    int count = observed.length();
    if (count < FEWEST_VALUES) {
      return false;
    }
    double[] value = observed.value();
    double needed = Math.max(SMALLEST_RISE, OF_NOISE * noise(value));
    int parts = Math.min(PARTS, count);
    double last = level(value, parts - 1, parts);
    double rate = rate(run, observed, parts - 1, parts);
    for (int part = 0; part < parts - 1; part++) {
      if (last - level(value, part, parts) > needed
          && rate <= SAME_RATE * rate(run, observed, part, parts)) {
        return true;
      }
    }
    return false;
  }

  private static double noise(double[] value) {
    double[] second = new double[value.length - 2];
    for (int i = 0; i < second.length; i++) {
      second[i] = value[i] - 2 * value[i + 1] + value[i + 2];
    }
    return Spread.aroundZero(second) / OF_SECOND_DIFFERENCES;
  }

  private static double level(double[] value, int part, int parts) {
    return Median.of(
        Arrays.copyOfRange(value, part * value.length / parts, (part + 1) * value.length / parts));
  }

  private static double rate(Run run, ObservedCurve observed, int part, int parts) {
    int middle = (2 * part + 1) * observed.length() / (2 * parts);
    return run.schedule().learningRate(observed.step()[middle]);
  }

  private static boolean apart(Trajectory trajectory) {
    double last = trajectory.lastStep();
    double atEnd = logRatio(trajectory, (1 - END) * last, last);
    double before = logRatio(trajectory, (1 - END) * last / 2, last / 2);
    return atEnd > Math.log(APART) && atEnd - before > Math.log(GROWN);
  }

  /**
   * The median of the log of the objective over the training loss between two steps; NaN where they
   * were not logged together.
   */
  private static double logRatio(Trajectory trajectory, double from, double to) {
    double[] ratios = new double[trajectory.length()];
    int count = 0;
    for (int i = 0; i < ratios.length; i++) {
      double ratio = Math.log(trajectory.objective()[i] / trajectory.trainLoss()[i]);
      if (trajectory.step()[i] > from && trajectory.step()[i] <= to && Double.isFinite(ratio)) {
        ratios[count++] = ratio;
      }
    }
    return count == 0 ? Double.NaN : Median.of(Arrays.copyOf(ratios, count));
  }
}
