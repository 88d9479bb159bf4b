package io.lode.forecast;

import java.util.List;

/**
 * Predicted outcomes of several schedules at one horizon.
 *
 * <p>An outcome is the mean of the transformed objective over the last {@link #POINTS} of {@link
 * #INTERVALS} equal intervals up to the horizon, which is how noisy runs are judged, too.
 *
 * @param members prediction of each ensemble member, (member, schedule), at least one member
 * @param residualStandardDeviation what the members do not know, independent of them, (schedule)
 */
public record Outcomes(double[][] members, double[] residualStandardDeviation) {

  /** Equal intervals that the steps up to a horizon are split into. */
  public static final int INTERVALS = 60;

  /** Interval ends, the last ones, that an outcome is the mean of. */
  public static final int POINTS = 3;

  /** The ends of the intervals that an outcome is the mean of, for a horizon at a step. */
  public static double[] steps(double horizonStep) {
    double[] steps = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      steps[i] = horizonStep * (INTERVALS - POINTS + 1 + i) / INTERVALS;
    }
    return steps;
  }

  /**
   * The outcomes of forecasts that have no members: the means over the steps of an outcome.
   *
   * @param forecasts at {@link #steps}, (schedule)
   */
  public static Outcomes of(List<Forecast> forecasts) {
    double[] mean = new double[forecasts.size()];
    double[] deviation = new double[forecasts.size()];
    for (int s = 0; s < mean.length; s++) {
      Forecast forecast = forecasts.get(s);
      for (int t = 0; t < POINTS; t++) {
        mean[s] += forecast.mean()[t] / POINTS;
        deviation[s] += forecast.standardDeviation()[t] / POINTS;
      }
    }
    return new Outcomes(new double[][] {mean}, deviation);
  }

  /** Mean over the members for a schedule. */
  public double mean(int schedule) {
    double sum = 0;
    for (double[] member : members) {
      sum += member[schedule];
    }
    return sum / members.length;
  }

  /** Standard deviation of a schedule's outcome, members and residual together. */
  public double standardDeviation(int schedule) {
    return spread(schedule, -1);
  }

  /**
   * Standard deviation of a schedule's outcome, where what the members agree on about a reference
   * schedule is left out: the members' spread of the difference, and the schedule's residual.
   */
  public double standardDeviationAgainst(int reference, int schedule) {
    return spread(schedule, reference);
  }

  private double spread(int schedule, int reference) {
    double sum = 0;
    double squares = 0;
    for (double[] member : members) {
      double value = member[schedule] - (reference < 0 ? 0 : member[reference]);
      sum += value;
      squares += value * value;
    }
    double mean = sum / members.length;
    double variance = Math.max(0, squares / members.length - mean * mean);
    double residual = residualStandardDeviation[schedule];
    return Math.sqrt(variance + residual * residual);
  }
}
