package io.lode.forecast;

/**
 * How fast a run trains compared with the runs that a forecaster was fitted to. One factor
 * multiplies the rates of all time scales of the run.
 *
 * @param logPace natural logarithm of that factor. A value over 0 means that the run trains faster
 *     than its sweep; such a run diverges at smaller learning rates
 * @param standardError standard error of {@code logPace}, at least 0
 */
public record RunPace(double logPace, double standardError) {

  /**
   * The factor that makes a learning rate which the sweep survived as safe for this run: at most 1,
   * smaller where the run trains faster or its pace is less certain.
   */
  public double safeFraction() {
    return Math.exp(-Math.max(0, logPace + standardError));
  }
}
