package io.lode.forecast;

/**
 * What held-out runs say of the forecasters that a search listens to.
 *
 * @param deviationFactor by what their standard deviations are to be multiplied, over 0; below 1 it
 *     narrows them
 * @param reliance what a decision may rest on
 */
public record TrackRecord(double deviationFactor, Reliance reliance) {

  /** What a decision may rest on. */
  public enum Reliance {
    /** Forecasts, beside what was run. */
    FORECASTS,
    /**
     * What was run, and what practice knows of cooldowns: the ends of held-out runs were forecast
     * no better than by repeating the nearest run.
     */
    RUNS
  }

  /** No run was held out: forecasts are taken as they are. */
  public static final TrackRecord UNKNOWN = new TrackRecord(1, Reliance.FORECASTS);

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is not over 0
   */
  public TrackRecord {
    if (!(deviationFactor > 0)) {
      throw new IllegalArgumentException(
          "a factor of standard deviations must be over 0, found " + deviationFactor);
    }
  }

  /** Whether forecasts decide nothing. */
  public boolean failed() {
    return reliance == Reliance.RUNS;
  }
}
