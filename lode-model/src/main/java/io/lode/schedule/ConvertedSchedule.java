package io.lode.schedule;

/**
 * A schedule in other units of time and rate.
 *
 * @param schedule the learning rate over its own steps
 * @param steps of this schedule that one step of the other is, positive and finite
 * @param rate factor of the learning rates, positive and finite
 */
public record ConvertedSchedule(Schedule schedule, double steps, double rate) implements Schedule {

  /**
   * Checks the factors.
   *
   * @throws IllegalArgumentException if a factor is not positive and finite
   */
  public ConvertedSchedule {
    requirePositive("steps", steps);
    requirePositive("rate", rate);
  }

  private static void requirePositive(String what, double factor) {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "the factor of the " + what + " must be over 0 and finite, found " + factor);
    }
  }

  @Override
  public double learningRate(double step) {
    return rate * schedule.learningRate(step / steps);
  }

  @Override
  public double meanLearningRate(double from, double to) {
    return rate * schedule.meanLearningRate(from / steps, to / steps);
  }
}
