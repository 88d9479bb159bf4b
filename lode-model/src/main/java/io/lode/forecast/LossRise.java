package io.lode.forecast;

import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.List;

/**
 * How far losses rise above the smallest value before, and when that is a reason for alarm.
 *
 * <p>Losses rise in healthy runs, too, with noise, with the rate, with over-fitting, and the more
 * the longer they have fallen. So a rise counts only where its factor is more than twice that of
 * any run that came to its end, up to the same part of training. One value is enough: the next may
 * be the last.
 */
public final class LossRise {

  /** By how much, in log, a rise must exceed that of every finished run. */
  private static final double TWICE = Math.log(2);

  /** A finished run's largest rise up to each of its observations, (time) each. */
  private record Known(double[] step, double[] largest) {

    /** Up to the first observation at a step or after it. */
    double by(double at) {
      int index = Arrays.binarySearch(step, at);
      int next = index >= 0 ? index : -index - 1;
      return step.length == 0 ? 0 : largest[Math.min(next, step.length - 1)];
    }
  }

  private final List<Known> finished;

  private LossRise(List<Known> finished) {
    this.finished = finished;
  }

  /** One loss of a run: steps where it was observed, increasing, and its logarithm, finite. */
  public record Series(double[] step, double[] value) {}

  /** Learns how far the losses of finished runs rose. */
  public static LossRise of(List<Series> finished) {
    return new LossRise(
        finished.stream().map(run -> new Known(run.step(), largest(run.value()))).toList());
  }

  private static double[] largest(double[] value) {
    double[] largest = new double[value.length];
    double smallest = Double.POSITIVE_INFINITY;
    for (int t = 0; t < value.length; t++) {
      smallest = Math.min(smallest, value[t]);
      largest[t] = Math.max(t == 0 ? 0 : largest[t - 1], value[t] - smallest);
    }
    return largest;
  }

  /**
   * What the loss of a run in flight says.
   *
   * @param applied the rates that it applied
   */
  public LossAlarm alarm(Series run, Schedule applied) {
    double[] value = run.value();
    double smallest = Double.POSITIVE_INFINITY;
    double limit = Double.POSITIVE_INFINITY;
    LossAlarm highest = LossAlarm.NONE;
    double last = 0;
    for (int t = 0; t < value.length; t++) {
      if (value[t] < smallest) {
        smallest = value[t];
        highest = LossAlarm.NONE;
      }
      double step = run.step()[t];
      last = value[t] - smallest - known(step);
      if (last > TWICE) {
        double rate = applied.learningRate(step);
        limit = highest.isOn() ? limit : Math.min(limit, rate / 2);
        // What only hangs on, or falls, after the rate was lowered is no reason to lower it again.
        highest = last > highest.rise() ? new LossAlarm(last, step, rate, limit) : highest;
      }
    }
    return last > TWICE
        ? new LossAlarm(highest.rise(), highest.step(), highest.rate(), limit)
        : new LossAlarm(0, Double.NaN, Double.NaN, limit);
  }

  private double known(double step) {
    return finished.stream().mapToDouble(run -> run.by(step)).max().orElse(0);
  }
}
