package io.lode.evaluation;

import io.lode.forecast.Forecast;
import io.lode.trajectory.ObservedCurve;
import java.io.Serializable;
import java.util.Locale;

/**
 * How many observed values lay in the bands of their forecasts. Every value counts the same ({@link
 * Coverage} counts every run the same).
 *
 * @param values observed, where the forecast has a band
 * @param within68 of them in the band of one standard deviation
 * @param within95 of them in the band that holds 95% of a normal distribution
 */
public record BandCount(int values, int within68, int within95) implements Serializable {

  /** No values. */
  public static final BandCount NONE = new BandCount(0, 0, 0);

  /** Standard deviations of a normal distribution that hold 95%. */
  private static final double TWO_SIDED_95 = 1.96;

  /**
   * Counts the values of one run.
   *
   * @param forecast of the transformed objective at the observed steps; one without any standard
   *     deviation has no band, and its values do not count
   * @param after only values after this step count
   */
  public static BandCount of(Forecast forecast, ObservedCurve observed, double after) {
    int values = 0;
    int within68 = 0;
    int within95 = 0;
    boolean band = false;
    for (int t = 0; t < observed.length(); t++) {
      double deviation = forecast.standardDeviation()[t];
      band |= deviation > 0;
      if (observed.step()[t] > after) {
        double off = Math.abs(forecast.mean()[t] - observed.value()[t]);
        values++;
        within68 += off <= deviation ? 1 : 0;
        within95 += off <= TWO_SIDED_95 * deviation ? 1 : 0;
      }
    }
    return band ? new BandCount(values, within68, within95) : NONE;
  }

  /** The values of both. */
  public BandCount plus(BandCount other) {
    return new BandCount(
        values + other.values, within68 + other.within68, within95 + other.within95);
  }

  /** Part of the values in the 68% band; null where no value counts. */
  public Double share68() {
    return values == 0 ? null : Double.valueOf((double) within68 / values);
  }

  /** Part of the values in the 95% band; null where no value counts. */
  public Double share95() {
    return values == 0 ? null : Double.valueOf((double) within95 / values);
  }

  /** Both parts, as a line's end says them; empty where no value counts. */
  public String words() {
    return values == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "in the bands of 68%% and 95%%: %.0f%%, %.0f%%",
            100 * share68(),
            100 * share95());
  }
}
