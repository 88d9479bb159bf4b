package io.lode.longrun;

import io.lode.model.modal.ModalForecaster;
import io.lode.statistics.Spread;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Finds out how wrong forecasts of a group are, in log loss.
 *
 * <p>Where the lengths of its runs differ, the shorter ones are fitted and the longer ones
 * forecast: how far that is off, for each e-fold of length, is what the band grows by. What other
 * groups showed counts as some runs more.
 */
final class ErrorMeasurement {

  /** Fewest runs that a fit of the shorter ones needs. */
  private static final int FEWEST_SHORT_RUNS = 3;

  /** Runs this much longer than those fitted count as longer. Ratio. */
  private static final double LONGER = 1.15;

  private final ErrorConfig config;
  private final Function<Sweep, ModalForecaster> fit;

  /**
   * Measures with the given settings.
   *
   * @param fit in short, of a part of the runs
   */
  ErrorMeasurement(ErrorConfig config, Function<Sweep, ModalForecaster> fit) {
    this.config = config;
    this.fit = fit;
  }

  /** What the fit leaves of the second halves of the runs: their start is no plan's outcome. */
  static double within(Sweep sweep, ModalForecaster fitted) {
    return Spread.aroundZero(
        sweep.runs().stream()
            .map(run -> residuals(run, fitted, sweep, 0.5 * run.trajectory().lastStep()))
            .flatMapToDouble(left -> Arrays.stream(left.residual()))
            .toArray());
  }

  /**
   * What a run adds that was not fitted. Few runs are fitted nearly exactly; another run is not.
   */
  double otherRun(Sweep sweep) {
    long runs = sweep.runs().stream().filter(run -> !run.diverged()).count();
    return config.runError() / Math.max(1, runs);
  }

  /**
   * The error that each e-fold of length adds, from the group's own longer runs and from others.
   */
  double perLength(Sweep sweep) {
    OptionalDouble cut = lengthToCutAt(sweep);
    if (cut.isEmpty()) {
      return config.lengthError();
    }
    double longest = cut.getAsDouble();
    Sweep shorter = upTo(sweep, longest);
    ModalForecaster fitted = fit.apply(shorter);
    Reach reach = Reach.of(shorter);
    double within = Math.hypot(within(shorter, fitted), otherRun(shorter));
    double own = 0;
    int count = 0;
    for (Run run : sweep.runs()) {
      double last = run.trajectory().lastStep();
      // What a rate adds that the shorter runs never held is no error of length.
      if (last < LONGER * longest || reach.rateBeyond(run.schedule(), last) > 0) {
        continue;
      }
      Residuals beyond = residuals(run, fitted, sweep, longest);
      double sum = 0;
      double distances = 0;
      for (int i = 0; i < beyond.step().length; i++) {
        double distance = Math.log(beyond.step()[i] / longest);
        sum += beyond.residual()[i] * beyond.residual()[i] - within * within;
        distances += distance * distance;
      }
      if (distances > 0) {
        own += sum / distances;
        count++;
      }
    }
    if (count == 0) {
      return config.lengthError();
    }
    // The runs of a group share much of their error, so that many say no more than a few.
    double counted = Math.min(count, config.usualRuns());
    double usual = config.usualRuns() * config.lengthError() * config.lengthError();
    return Math.sqrt((usual + counted * Math.max(0, own / count)) / (config.usualRuns() + counted));
  }

  /** The length up to which runs are many, and beyond which, too; empty where all have one. */
  private static OptionalDouble lengthToCutAt(Sweep sweep) {
    double[] lengths =
        sweep.runs().stream()
            .filter(run -> !run.diverged())
            .mapToDouble(run -> run.trajectory().lastStep())
            .sorted()
            .toArray();
    OptionalDouble best = OptionalDouble.empty();
    int most = 0;
    for (int i = FEWEST_SHORT_RUNS - 1; i < lengths.length; i++) {
      double length = lengths[i];
      int longer = (int) Arrays.stream(lengths).filter(other -> other >= LONGER * length).count();
      int both = Math.min(i + 1, longer);
      if (longer > 0 && both >= most) {
        most = both;
        best = OptionalDouble.of(length);
      }
    }
    return best;
  }

  private static Sweep upTo(Sweep sweep, double longest) {
    return new Sweep(
        sweep.group(),
        sweep.objective(),
        sweep.runs().stream().filter(run -> run.trajectory().lastStep() <= longest).toList());
  }

  /** Observed less forecast log objective, (time). */
  private record Residuals(double[] step, double[] residual) {}

  /** What a forecast of a run leaves after a step; nothing of a run that diverged. */
  private static Residuals residuals(Run run, ModalForecaster fitted, Sweep sweep, double after) {
    MetricTransform transform = sweep.objective().transform();
    if (run.diverged()) {
      return new Residuals(new double[0], new double[0]);
    }
    ObservedCurve observed = ObservedCurve.of(run.trajectory(), transform).beyond(after);
    if (observed.length() == 0) {
      return new Residuals(new double[0], new double[0]);
    }
    double[] residual = observed.value().clone();
    double[] mean = fitted.forecast(run.schedule(), observed.step()).mean();
    for (int i = 0; i < residual.length; i++) {
      residual[i] -= mean[i];
    }
    return new Residuals(observed.step(), residual);
  }
}
