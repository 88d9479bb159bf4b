package io.lode.forecast;

/**
 * How fast a run goes compared with the runs that a forecaster was fitted to: the logarithm of the
 * factor of all its time scales' rates.
 *
 * @param logPace over 0 where the run is stiffer than its sweep, which stands smaller rates
 * @param standardError of that, at least 0
 */
public record RunPace(double logPace, double standardError) {

  /** What a rate that the sweep survived is to be multiplied by to be as safe for this run. */
  public double safeFraction() {
    return Math.exp(-Math.max(0, logPace + standardError));
  }
}
