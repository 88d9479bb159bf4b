package io.lode.lab.world;

import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

/**
 * One schedule of an ordinary sweep: a parametric shape at a peak rate.
 *
 * @param shape such as {@code cosine}
 * @param peak largest learning rate
 * @param schedule the rate at every step
 */
public record SweepSchedule(String shape, double peak, Schedule schedule) implements Schedule {

  /** Shape and peak, such as {@code cosine-0.3}. */
  public String name() {
    return shape + "-" + peak;
  }

  @Override
  public double learningRate(double step) {
    return schedule.learningRate(step);
  }

  @Override
  public double meanLearningRate(double from, double to) {
    return schedule.meanLearningRate(from, to);
  }

  /**
   * Cosine, one-cycle, exponential (to a twentieth), constant and warm-up-stable-decay (over the
   * last fifth) at each peak, all but one-cycle behind a warm-up of 8% of the steps.
   *
   * @param peaks largest rates
   * @param minimum no rate is below this one
   * @param totalSteps length of each schedule
   */
  static List<SweepSchedule> ordinary(double[] peaks, double minimum, double totalSteps) {
    double warmup = 0.08 * totalSteps;
    double rest = totalSteps - warmup;
    Map<String, DoubleFunction<Schedule>> shapes = new LinkedHashMap<>();
    shapes.put("cosine", peak -> behind(warmup, ParametricSchedules.cosine(peak, 0, rest)));
    shapes.put("one-cycle", peak -> ParametricSchedules.oneCycle(peak, totalSteps));
    shapes.put(
        "exponential",
        peak -> behind(warmup, ParametricSchedules.exponential(peak, peak / 20, rest)));
    shapes.put("constant", peak -> behind(warmup, ParametricSchedules.constant(peak)));
    shapes.put(
        "stable-decay",
        peak -> behind(warmup, ParametricSchedules.stableDecay(peak, 0, 0.2 / 0.92, rest)));
    return grid(shapes, peaks, minimum);
  }

  /**
   * Cosine, linear and exponential to a tenth of the peak, constant, and warm-up-stable-decay (over
   * the last fifth, to a tenth), all behind a warm-up of the first intervals and not rising after
   * it.
   *
   * @param peaks largest rates
   * @param minimum no rate is below this one
   * @param warmupIntervals of {@link Intervals#COUNT}
   * @param totalSteps length of each schedule
   */
  static List<SweepSchedule> annealing(
      double[] peaks, double minimum, int warmupIntervals, double totalSteps) {
    double warmup = totalSteps * warmupIntervals / Intervals.COUNT;
    double rest = totalSteps - warmup;
    double decay = 0.2 * totalSteps / rest;
    Map<String, DoubleFunction<Schedule>> shapes = new LinkedHashMap<>();
    shapes.put("cosine", p -> behind(warmup, ParametricSchedules.cosine(p, p / 10, rest)));
    shapes.put("linear", p -> behind(warmup, ParametricSchedules.linear(p, p / 10, rest)));
    shapes.put(
        "exponential", p -> behind(warmup, ParametricSchedules.exponential(p, p / 10, rest)));
    shapes.put("constant", p -> behind(warmup, ParametricSchedules.constant(p)));
    shapes.put(
        "stable-decay",
        p -> behind(warmup, ParametricSchedules.stableDecay(p, p / 10, decay, rest)));
    return grid(shapes, peaks, minimum);
  }

  private static Schedule behind(double warmup, Schedule afterwards) {
    return ParametricSchedules.warmup(warmup, afterwards);
  }

  private static List<SweepSchedule> grid(
      Map<String, DoubleFunction<Schedule>> shapes, double[] peaks, double minimum) {
    List<SweepSchedule> schedules = new ArrayList<>();
    for (double peak : peaks) {
      shapes.forEach(
          (shape, at) -> {
            Schedule schedule = at.apply(peak);
            schedules.add(
                new SweepSchedule(
                    shape, peak, step -> Math.max(minimum, schedule.learningRate(step))));
          });
    }
    return List.copyOf(schedules);
  }
}
