package io.lode.evaluation;

import java.util.List;

/**
 * Which part of what runs observed lay within the bands of their forecasts. Every run counts the
 * same, however often it logged.
 *
 * @param one part within the band of one standard deviation, 0.68 where bands are right
 * @param two part within the band that is to hold 95%
 * @param runs that were forecast
 */
public record Coverage(double one, double two, int runs) {

  /** Half the width of a Gaussian's band that holds 95%, in standard deviations. */
  private static final double GAUSSIAN_TAIL = 2;

  /**
   * Coverage of bands as they were forecast, the wider one two standard deviations wide.
   *
   * @throws IllegalArgumentException if there are no runs
   */
  public static Coverage of(List<HeldOutForecast> runs) {
    return of(runs, GAUSSIAN_TAIL);
  }

  /**
   * Coverage of bands as they were forecast.
   *
   * @param tail half the width of the wider band, in standard deviations
   * @throws IllegalArgumentException if there are no runs
   */
  public static Coverage of(List<HeldOutForecast> runs, double tail) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("no runs, expected at least one that was forecast");
    }
    double one = 0;
    double two = 0;
    for (HeldOutForecast run : runs) {
      one += within(run, 1) / runs.size();
      two += within(run, tail) / runs.size();
    }
    return new Coverage(one, two, runs.size());
  }

  /**
   * Coverage of all runs of several samples.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Coverage ofAll(List<Coverage> samples) {
    int runs = samples.stream().mapToInt(Coverage::runs).sum();
    if (runs == 0) {
      throw new IllegalArgumentException("no runs, expected at least one that was forecast");
    }
    double one = 0;
    double two = 0;
    for (Coverage sample : samples) {
      one += sample.one() * sample.runs() / runs;
      two += sample.two() * sample.runs() / runs;
    }
    return new Coverage(one, two, runs);
  }

  /**
   * Coverage of corrected bands, each run's corrected by all other runs.
   *
   * @return NaN parts where there are too few runs
   */
  public static Coverage ofCorrected(List<HeldOutForecast> runs) {
    double one = 0;
    double two = 0;
    for (int i = 0; i < runs.size(); i++) {
      HeldOutForecast run = runs.get(i);
      Coverage own =
          BandCalibration.withoutRun(i, runs)
              .map(bands -> of(List.of(run.corrected(bands)), bands.tail()))
              .orElse(new Coverage(Double.NaN, Double.NaN, 1));
      one += own.one() / runs.size();
      two += own.two() / runs.size();
    }
    return new Coverage(one, two, runs.size());
  }

  private static double within(HeldOutForecast run, double deviations) {
    int inside = 0;
    int length = run.observed().length;
    for (int t = 0; t < length; t++) {
      double error = Math.abs(run.forecast().mean()[t] - run.observed()[t]);
      inside += error <= deviations * run.forecast().standardDeviation()[t] ? 1 : 0;
    }
    return (double) inside / length;
  }
}
