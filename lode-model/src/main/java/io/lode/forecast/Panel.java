package io.lode.forecast;

import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * Forecasters that are right in different places and share one opinion: the average of their means
 * and the largest of their standard deviations.
 *
 * @param forecasters at least one
 * @param noise standard deviation of one run's outcome around its schedule's expected one
 */
public record Panel(List<OutcomeForecaster> forecasters, double noise) {

  /** Copies the list. */
  public Panel {
    forecasters = List.copyOf(forecasters);
    if (forecasters.isEmpty() || !(noise >= 0)) {
      throw new IllegalArgumentException(
          "a panel needs forecasters and a noise of at least 0, found "
              + forecasters.size()
              + " and "
              + noise);
    }
  }

  /**
   * The opinions of every forecaster on schedules, as differences from one reference schedule.
   *
   * @param schedules (schedule)
   * @param reference the schedule to compare with
   */
  public Opinions opinions(
      List<? extends Schedule> schedules, Schedule reference, double horizonStep) {
    List<Schedule> all = new ArrayList<>(schedules);
    all.add(reference);
    double[][] mean = new double[forecasters.size()][schedules.size()];
    double[][] standardDeviation = new double[forecasters.size()][schedules.size()];
    for (int f = 0; f < mean.length; f++) {
      Outcomes outcomes = forecasters.get(f).outcomes(all, horizonStep);
      for (int s = 0; s < schedules.size(); s++) {
        mean[f][s] = outcomes.mean(s);
        standardDeviation[f][s] = outcomes.standardDeviationAgainst(schedules.size(), s);
      }
    }
    return new Opinions(mean, standardDeviation);
  }

  /**
   * What each forecaster expects.
   *
   * @param mean expected outcomes, (forecaster, schedule)
   * @param standardDeviation beyond what all members agree on, (forecaster, schedule)
   */
  public record Opinions(double[][] mean, double[][] standardDeviation) {

    /** The panel's expected outcome of a schedule: the average over forecasters. */
    public double sharedMean(int schedule) {
      double sum = 0;
      for (double[] row : mean) {
        sum += row[schedule];
      }
      return sum / mean.length;
    }

    /** The panel's standard deviation of a schedule's outcome: the largest of any forecaster. */
    public double sharedStandardDeviation(int schedule) {
      double largest = 0;
      for (double[] row : standardDeviation) {
        largest = Math.max(largest, row[schedule]);
      }
      return largest;
    }
  }
}
