package io.lode.schedule;

import java.util.Arrays;

/**
 * The schedule that a run followed, from the rates it logged: linear between logged steps, constant
 * before the first and after the last.
 *
 * <p>Linear in the rate, not in its logarithm, since a logged rate may be 0.
 *
 * @param step logged steps, increasing, at least one
 * @param learningRate rate logged there, not negative
 */
public record LoggedSchedule(double[] step, double[] learningRate) implements Schedule {

  /**
   * Checks that something was logged.
   *
   * @throws IllegalArgumentException if there are no points or the lengths differ
   */
  public LoggedSchedule {
    if (step.length == 0 || step.length != learningRate.length) {
      throw new IllegalArgumentException(
          "a logged schedule needs as many steps as learning rates and at least one, found "
              + step.length
              + " and "
              + learningRate.length);
    }
  }

  /** The same steps, no rate lower than the smallest. */
  public LoggedSchedule atLeast(double smallestLearningRate) {
    return new LoggedSchedule(
        step,
        Arrays.stream(learningRate).map(rate -> Math.max(rate, smallestLearningRate)).toArray());
  }

  /**
   * The same with the warm-up before the first logged step, for a training that is to start as this
   * run did. Where the first two rates rise, the first row lies inside a warm-up: its line goes on
   * to step 0, where it is not below 0. Elsewhere nothing changes.
   */
  @Override
  public LoggedSchedule withWarmup() {
    if (step.length < 2 || !(step[0] > 0) || !(learningRate[1] > learningRate[0])) {
      return this;
    }
    double slope = (learningRate[1] - learningRate[0]) / (step[1] - step[0]);
    double[] steps = new double[step.length + 1];
    double[] rates = new double[step.length + 1];
    System.arraycopy(step, 0, steps, 1, step.length);
    System.arraycopy(learningRate, 0, rates, 1, step.length);
    rates[0] = Math.max(0, learningRate[0] - slope * step[0]);
    return new LoggedSchedule(steps, rates);
  }

  @Override
  public double learningRate(double at) {
    int last = step.length - 1;
    if (at <= step[0]) {
      return learningRate[0];
    }
    if (at >= step[last]) {
      return learningRate[last];
    }
    int found = Arrays.binarySearch(step, at);
    if (found >= 0) {
      return learningRate[found];
    }
    int right = -found - 1;
    double fraction = (at - step[right - 1]) / (step[right] - step[right - 1]);
    return learningRate[right - 1] + fraction * (learningRate[right] - learningRate[right - 1]);
  }

  /** The exact mean of the linear pieces. */
  @Override
  public double meanLearningRate(double from, double to) {
    if (to <= from) {
      return learningRate(from);
    }
    int next = Arrays.binarySearch(step, from);
    next = next >= 0 ? next + 1 : -next - 1;
    double area = 0;
    double at = from;
    double rate = learningRate(from);
    while (next < step.length && step[next] < to) {
      area += 0.5 * (rate + learningRate[next]) * (step[next] - at);
      at = step[next];
      rate = learningRate[next];
      next++;
    }
    area += 0.5 * (rate + learningRate(to)) * (to - at);
    return area / (to - from);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LoggedSchedule that
        && Arrays.equals(step, that.step)
        && Arrays.equals(learningRate, that.learningRate);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(step) + Arrays.hashCode(learningRate);
  }

  @Override
  public String toString() {
    return "LoggedSchedule[" + step.length + " points to step " + step[step.length - 1] + "]";
  }
}
