package io.lode.trajectory;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A run with its finite transformed objective.
 *
 * @param run the run
 * @param step optimiser steps, increasing, (time)
 * @param value transformed objective, finite, (time)
 */
record RunCurve(Run run, double[] step, double[] value) {

  /** Values whose mean is a level. Count. One alone is noisy. */
  static final int LEVEL_VALUES = 3;

  static RunCurve of(Run run, MetricTransform transform) {
    ObservedCurve observed = ObservedCurve.of(run.trajectory(), transform);
    return new RunCurve(run, observed.step(), observed.value());
  }

  double lastStep() {
    return step.length == 0 ? 0 : step[step.length - 1];
  }

  /** Mean of the values up to an index, the last few of them. */
  private double level(int last) {
    return Arrays.stream(value, Math.max(0, last + 1 - LEVEL_VALUES), last + 1)
        .average()
        .orElseThrow();
  }

  double end() {
    return level(value.length - 1);
  }

  double lowest() {
    return IntStream.range(Math.min(LEVEL_VALUES, value.length) - 1, value.length)
        .mapToDouble(this::level)
        .min()
        .orElseThrow();
  }

  double highest() {
    return Arrays.stream(value).max().orElseThrow();
  }

  /** The values after a step, (time). */
  double[] after(double from) {
    return IntStream.range(0, value.length)
        .filter(i -> step[i] >= from)
        .mapToDouble(i -> value[i])
        .toArray();
  }
}
