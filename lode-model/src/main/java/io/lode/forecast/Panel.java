package io.lode.forecast;

import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;

/**
 * Forecasters that are right in different places and share one opinion: the average of their means,
 * each weighted by its precision, and the largest of their standard deviations. A forecaster that
 * knows little of a schedule thus leaves its mean to the other one, and its doubt stays.
 *
 * @param forecasters at least one
 * @param noise standard deviation of one run's outcome around its schedule's expected one
 * @param trackRecord what held-out runs say of the forecasters; it corrects their standard
 *     deviations
 * @param weighting how their means are weighted
 */
public record Panel(
    List<OutcomeForecaster> forecasters,
    double noise,
    TrackRecord trackRecord,
    Weighting weighting) {

  /** How the means of forecasters are weighted. */
  public enum Weighting {
    /** Each by the inverse of its variance. */
    PRECISION,
    /**
     * All alike: for a run in flight, where the doubt of one forecaster holds the pace of the run,
     * which the other one knows nothing of.
     */
    ALIKE
  }

  /** Smallest standard deviation of an opinion, in log loss: no forecaster is surer than that. */
  private static final double LEAST_DEVIATION = 1e-3;

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

  /** A panel without a track record. */
  public Panel(List<OutcomeForecaster> forecasters, double noise) {
    this(forecasters, noise, TrackRecord.UNKNOWN, Weighting.PRECISION);
  }

  /** The same with a track record. */
  public Panel with(TrackRecord known) {
    return new Panel(forecasters, noise, known, weighting);
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
        standardDeviation[f][s] =
            trackRecord.deviationFactor() * outcomes.standardDeviationAgainst(schedules.size(), s);
      }
    }
    return new Opinions(mean, standardDeviation, weighting);
  }

  /**
   * What each forecaster expects.
   *
   * @param mean expected outcomes, (forecaster, schedule)
   * @param standardDeviation beyond what all members agree on, (forecaster, schedule)
   * @param weighting how their means are weighted
   */
  public record Opinions(double[][] mean, double[][] standardDeviation, Weighting weighting) {

    /** The panel's expected outcome of a schedule: the weighted average over forecasters. */
    public double sharedMean(int schedule) {
      double sum = 0;
      double weights = 0;
      for (int f = 0; f < mean.length; f++) {
        double deviation = Math.max(LEAST_DEVIATION, standardDeviation[f][schedule]);
        double weight = weighting == Weighting.ALIKE ? 1 : 1 / (deviation * deviation);
        sum += weight * mean[f][schedule];
        weights += weight;
      }
      return sum / weights;
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
