package io.lode.lab.bench;

import io.lode.schedule.Schedule;

/**
 * A family of schedules that people search by hand or with a tuner: peak, warm-up, hold, final rate
 * and the shape of the decay. A member is a point with five coordinates from 0 to 1.
 *
 * @param lowest smallest peak
 * @param highest largest peak
 * @param minimum no rate is below this one
 * @param totalSteps length of each schedule
 */
record ScheduleFamily(double lowest, double highest, double minimum, double totalSteps) {

  /** Coordinates of a point. */
  static final int DIMENSIONS = 5;

  /** Longest warm-up, as a part of training. */
  private static final double LONGEST_WARMUP = 0.2;

  /** Smallest final rate, as a power of ten of the peak. */
  private static final double SMALLEST_FINAL = -3;

  /** Exponents of the part of the decay that is left: from a late fall to an early one. */
  private static final double LARGEST_EXPONENT = 2;

  /** The schedule of a point. */
  Schedule schedule(double[] point) {
    double peak = lowest * Math.pow(highest / lowest, point[0]);
    double warmup = LONGEST_WARMUP * point[1] * totalSteps;
    double hold = warmup + point[2] * (totalSteps - warmup);
    double last = peak * Math.pow(10, SMALLEST_FINAL * point[3]);
    double exponent = Math.pow(LARGEST_EXPONENT, 2 * point[4] - 1);
    return step -> {
      double rate = peak;
      if (step < warmup) {
        rate = peak * step / warmup;
      } else if (step > hold) {
        double left = Math.max(0, 1 - (step - hold) / (totalSteps - hold));
        rate = last + (peak - last) * Math.pow(left, exponent);
      }
      return Math.max(minimum, rate);
    };
  }
}
