package io.lode.forecast;

import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.List;

/**
 * Finds rises of a loss that finished runs do not explain. A rise is the logarithm of a loss over
 * the smallest loss before it.
 *
 * <p>The loss of a healthy run rises too: by noise, after the learning rate rises, and by
 * over-fitting. Such rises are larger late in training. Therefore a rise counts only if its factor
 * is more than twice the largest factor of all finished runs up to the same step. One value over
 * that threshold is enough, because a run that diverges may log no further value.
 */
public final class LossRise {

  /**
   * How far a rise must exceed that of every finished run. Log loss. Twice: a smaller factor would
   * alarm on noise where few runs have finished.
   */
  private static final double TWICE = Math.log(2);

  /** The largest rise of one finished run up to each of its observed steps, (time) each. */
  private record Known(double[] step, double[] largest) {

    /** The largest rise up to the first observation that is not before a step. */
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

  /**
   * One loss of one run.
   *
   * @param step optimiser steps at which the loss was observed, increasing, (time)
   * @param value logarithm of the loss at each step, finite, (time)
   */
  public record Series(double[] step, double[] value) {}

  /**
   * Learns from finished runs how far a loss may rise.
   *
   * @param finished one loss of each finished run; with none, every rise by more than twice counts
   */
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
   * Finds the rise of one loss of a run in flight.
   *
   * @param run the loss so far
   * @param applied the learning rates that the run applied
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
        // A rise that stays or shrinks after the rate was lowered must not lower the rate again.
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
