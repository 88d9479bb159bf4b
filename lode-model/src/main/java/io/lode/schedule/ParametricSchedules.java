package io.lode.schedule;

/**
 * The parametric schedules that people pick by hand, each with an optional linear warm-up.
 *
 * <p>Every one is a function of the step over {@code totalSteps}; after the total the last rate
 * stays. Rates may reach 0 (cosine, linear) and are never negative.
 */
public final class ParametricSchedules {

  private ParametricSchedules() {}

  /** The same rate throughout. */
  public static Schedule constant(double learningRate) {
    return step -> learningRate;
  }

  /**
   * A rate multiplied by a factor after each of equally long stages.
   *
   * @param peak first rate
   * @param factor multiplier between stages, such as 0.1
   * @param stages number of stages, at least 1
   * @param totalSteps length of all stages
   */
  public static Schedule step(double peak, double factor, int stages, double totalSteps) {
    return step ->
        peak * Math.pow(factor, Math.min(stages - 1, Math.floor(stages * step / totalSteps)));
  }

  /** A straight line from a peak to a final rate. */
  public static Schedule linear(double peak, double last, double totalSteps) {
    return step -> peak + (last - peak) * progress(step, totalSteps);
  }

  /** A geometric line from a peak to a final, positive rate. */
  public static Schedule exponential(double peak, double last, double totalSteps) {
    return step -> peak * Math.pow(last / peak, progress(step, totalSteps));
  }

  /**
   * Half a cosine from a peak to a final rate (Loshchilov and Hutter 2017, without restarts),
   * {@code last + (peak - last) (1 + cos(pi p)) / 2}.
   */
  public static Schedule cosine(double peak, double last, double totalSteps) {
    return step ->
        last + 0.5 * (peak - last) * (1 + Math.cos(Math.PI * progress(step, totalSteps)));
  }

  /**
   * OneCycle (Smith and Topin 2018) as PyTorch does it: a cosine from {@code peak / 25} up to the
   * peak over the first three tenths, then a cosine down to {@code peak / 250000}.
   */
  public static Schedule oneCycle(double peak, double totalSteps) {
    double first = peak / 25;
    double last = first / 1e4;
    return step -> {
      double p = progress(step, totalSteps);
      return p < 0.3
          ? peak + 0.5 * (first - peak) * (1 + Math.cos(Math.PI * p / 0.3))
          : last + 0.5 * (peak - last) * (1 + Math.cos(Math.PI * (p - 0.3) / 0.7));
    };
  }

  /**
   * Warm-up-stable-decay without its warm-up: the peak, then a straight line to a final rate.
   *
   * @param decayFraction part of the total, at the end, that decays
   */
  public static Schedule stableDecay(
      double peak, double last, double decayFraction, double totalSteps) {
    return step -> {
      double left = 1 - progress(step, totalSteps);
      return left >= decayFraction ? peak : last + (peak - last) * left / decayFraction;
    };
  }

  /**
   * The same with a cooldown by {@code 1 - sqrt} of its part done (Haegele and others 2024): fast
   * at first, slow at the end.
   *
   * @param decayFraction part of the total, at the end, that decays
   */
  public static Schedule stableRootDecay(
      double peak, double last, double decayFraction, double totalSteps) {
    return step -> {
      double done = (progress(step, totalSteps) - (1 - decayFraction)) / decayFraction;
      return done <= 0 ? peak : last + (peak - last) * (1 - Math.sqrt(Math.min(1, done)));
    };
  }

  /**
   * Another schedule behind a linear warm-up from 0 to its first rate; the other schedule starts
   * when the warm-up ends.
   *
   * @param warmupSteps length of the warm-up; 0 for none
   * @param afterwards the schedule that follows, its step counted from the end of the warm-up
   */
  public static Schedule warmup(double warmupSteps, Schedule afterwards) {
    return step ->
        step < warmupSteps
            ? afterwards.learningRate(0) * step / warmupSteps
            : afterwards.learningRate(step - warmupSteps);
  }

  private static double progress(double step, double totalSteps) {
    return Math.min(1, Math.max(0, step / totalSteps));
  }
}
