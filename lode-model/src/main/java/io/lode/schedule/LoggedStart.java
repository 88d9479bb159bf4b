package io.lode.schedule;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * A schedule whose start no log shows: what comes before the first logged step of a run that
 * follows it, such as a part of a warm-up.
 *
 * <p>Forecasters are fitted to logs, and take the rate before the first logged step for constant.
 * So a schedule is forecast as a log would show it, and followed as it is.
 *
 * @param schedule as it is followed
 * @param firstLogged the first step that is logged
 */
public record LoggedStart(PiecewiseLogLinear schedule, double firstLogged) {

  /** The schedule as a log shows it: constant up to the first logged step. */
  public PiecewiseLogLinear asLogged() {
    if (firstLogged <= schedule.step()[0]) {
      return schedule;
    }
    return joined(
        new PiecewiseLogLinear(
            new double[] {firstLogged}, new double[] {schedule.learningRate(firstLogged)}),
        schedule);
  }

  /** Another schedule with the start of this one. */
  public PiecewiseLogLinear startOf(PiecewiseLogLinear other) {
    if (firstLogged <= schedule.step()[0]) {
      return other;
    }
    int before = 0;
    while (before < schedule.step().length && schedule.step()[before] < firstLogged) {
      before++;
    }
    double[] step = Arrays.copyOf(schedule.step(), before + 1);
    double[] rate = Arrays.copyOf(schedule.learningRate(), before + 1);
    step[before] = firstLogged;
    rate[before] = schedule.learningRate(firstLogged);
    return joined(new PiecewiseLogLinear(step, rate), other);
  }

  /** The knots of a start, then those of a rest that lie behind the first logged step. */
  private PiecewiseLogLinear joined(PiecewiseLogLinear start, PiecewiseLogLinear rest) {
    int from = 0;
    while (from < rest.step().length && rest.step()[from] <= firstLogged) {
      from++;
    }
    return new PiecewiseLogLinear(
        joined(start.step(), rest.step(), from),
        joined(start.learningRate(), rest.learningRate(), from));
  }

  private static double[] joined(double[] start, double[] rest, int from) {
    return DoubleStream.concat(Arrays.stream(start), Arrays.stream(rest, from, rest.length))
        .toArray();
  }
}
