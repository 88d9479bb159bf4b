package io.lode.forecast;

import io.lode.schedule.Schedule;

/** A schedule as the logarithms of its mean rates in equal intervals up to a horizon. */
public final class IntervalRates {

  private IntervalRates() {}

  /**
   * The logarithm of the mean rate in each of {@link Outcomes#INTERVALS} intervals.
   *
   * @param horizonStep end of the last interval
   * @param smallestLearningRate floor of the mean rates, positive, since a rate may be 0
   * @return (interval)
   */
  public static double[] log(Schedule schedule, double horizonStep, double smallestLearningRate) {
    double[] rates = new double[Outcomes.INTERVALS];
    for (int i = 0; i < rates.length; i++) {
      double mean =
          schedule.meanLearningRate(
              horizonStep * i / Outcomes.INTERVALS, horizonStep * (i + 1) / Outcomes.INTERVALS);
      rates[i] = Math.log(Math.max(mean, smallestLearningRate));
    }
    return rates;
  }

  /** Root mean square difference of two schedules' log rates over the intervals. */
  public static double distance(double[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = first[i] - second[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum / first.length);
  }

  /**
   * First interval with the largest rate.
   *
   * @param logLearningRate at least one, (interval)
   */
  public static int peak(double[] logLearningRate) {
    int peak = 0;
    for (int t = 1; t < logLearningRate.length; t++) {
      if (logLearningRate[t] > logLearningRate[peak]) {
        peak = t;
      }
    }
    return peak;
  }
}
