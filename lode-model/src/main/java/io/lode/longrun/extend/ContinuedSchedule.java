package io.lode.longrun.extend;

import io.lode.schedule.Schedule;

/**
 * What a run applied up to a step, and another schedule from there on.
 *
 * @param past over the steps from 0
 * @param from last step of the past
 * @param rest over the steps after {@code from}, counted from there
 */
record ContinuedSchedule(Schedule past, double from, Schedule rest) implements Schedule {

  @Override
  public double learningRate(double step) {
    return step <= from ? past.learningRate(step) : rest.learningRate(step - from);
  }

  /** Each part by its own rule: a jump where they meet is integrated exactly. */
  @Override
  public double meanLearningRate(double first, double last) {
    if (last <= from) {
      return past.meanLearningRate(first, last);
    }
    if (first >= from) {
      return rest.meanLearningRate(first - from, last - from);
    }
    double before = past.meanLearningRate(first, from) * (from - first);
    double after = rest.meanLearningRate(0, last - from) * (last - from);
    return (before + after) / (last - first);
  }
}
