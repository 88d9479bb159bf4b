package io.lode.search;

/**
 * What is expected of a schedule.
 *
 * @param mean expected transformed objective at the horizon
 * @param standardDeviation of that, at least 0
 */
public record Estimate(double mean, double standardDeviation) {

  /** The mean plus so many standard deviations; the objective is better where it is smaller. */
  public double pessimistic(double standardDeviations) {
    return mean + standardDeviations * standardDeviation;
  }
}
