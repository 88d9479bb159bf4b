package io.lode.evaluation;

import io.lode.forecast.Forecast;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a group's own held-out runs correct the bands of its forecasts.
 *
 * <p>The members of an ensemble disagree by less than they err. A forecast with a standard
 * deviation of s, in the transformed objective, gets {@code factor * sqrt(s^2 + floor^2)} instead,
 * so that 68% of what held-out runs observed lies within it. Every run counts the same, however
 * often it logged, since neighbouring observations err alike.
 *
 * <p>Errors have heavier tails than a Gaussian. So 95% of observations lie within {@link #tail}
 * standard deviations, which may be more than two.
 *
 * @param factor of a forecast's standard deviation, over 0
 * @param floor standard deviation that every forecast has before the factor, at least 0
 * @param tail half the width of a band that holds 95%, in corrected standard deviations, at least 1
 * @param runs held-out runs that it rests on
 */
public record BandCalibration(double factor, double floor, double tail, int runs) {

  /** Part of observations within one standard deviation of a Gaussian. */
  public static final double ONE = 0.683;

  /** Part of observations within two standard deviations of a Gaussian. */
  public static final double TWO = 0.954;

  /** Fewest held-out runs: of fewer, a quantile of 68% is the largest error. */
  static final int FEWEST_RUNS = 4;

  /** Most observations of a run that are looked at: neighbours err alike. */
  private static final int MOST_POINTS = 100;

  /** Parts of all errors that are tried as floors. */
  private static final double[] FLOORS = {0.1, 0.3, 0.5, 0.7};

  /** Degrees of freedom of the t distribution by whose likelihood the floor is chosen. */
  private static final double FREEDOM = 4;

  /** Stands in for a standard deviation of 0, in the transformed objective. */
  private static final double SMALLEST = 1e-9;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite or out of its range
   */
  public BandCalibration {
    if (!(factor > 0 && Double.isFinite(factor))
        || !(floor >= 0 && Double.isFinite(floor))
        || !(tail >= 1 && Double.isFinite(tail))) {
      throw new IllegalArgumentException(
          "a calibration needs a factor over 0, a floor of at least 0 and a tail of at least 1,"
              + " found "
              + factor
              + ", "
              + floor
              + " and "
              + tail);
    }
  }

  /** The corrected standard deviation. */
  public double standardDeviation(double uncorrected) {
    return factor * Math.hypot(uncorrected, floor);
  }

  /** A forecast with its standard deviations corrected. */
  public Forecast corrected(Forecast forecast) {
    double[] corrected = new double[forecast.standardDeviation().length];
    for (int t = 0; t < corrected.length; t++) {
      corrected[t] = standardDeviation(forecast.standardDeviation()[t]);
    }
    return new Forecast(forecast.step(), forecast.mean(), corrected);
  }

  /** An error of a held-out forecast, its standard deviation, and how much it counts. */
  private record Miss(double size, double standardDeviation, double weight) {}

  /**
   * Every forecast with bands that all other runs correct: what bands would have been without the
   * run itself.
   *
   * @return the forecasts as they are where the others are too few
   */
  public static List<HeldOutForecast> correctedByOthers(List<HeldOutForecast> runs) {
    List<HeldOutForecast> corrected = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      HeldOutForecast run = runs.get(i);
      corrected.add(withoutRun(i, runs).map(run::corrected).orElse(run));
    }
    return corrected;
  }

  /** What all runs but one say. */
  static Optional<BandCalibration> withoutRun(int index, List<HeldOutForecast> runs) {
    List<HeldOutForecast> others = new ArrayList<>(runs);
    others.remove(index);
    return of(others);
  }

  /**
   * Learns from forecasts of held-out runs.
   *
   * @return empty where there are too few
   */
  public static Optional<BandCalibration> of(List<HeldOutForecast> runs) {
    if (runs.size() < FEWEST_RUNS) {
      return Optional.empty();
    }
    List<Miss> errors = new ArrayList<>();
    for (HeldOutForecast run : runs) {
      int length = run.observed().length;
      int every = 1 + length / MOST_POINTS;
      for (int t = length - 1; t >= 0; t -= every) {
        errors.add(
            new Miss(
                Math.abs(run.forecast().mean()[t] - run.observed()[t]),
                run.forecast().standardDeviation()[t],
                (double) every / length));
      }
    }
    double[] sizes = quantiles(errors, 0, FLOORS);
    BandCalibration likeliest = null;
    double best = Double.NEGATIVE_INFINITY;
    for (double size : sizes) {
      double floor = Math.max(SMALLEST, size);
      double[] widths = quantiles(errors, floor, ONE, TWO);
      double factor = Math.max(SMALLEST, widths[0]);
      BandCalibration tried =
          new BandCalibration(factor, floor, Math.max(1, widths[1] / factor), runs.size());
      double likelihood = tried.logLikelihood(errors);
      if (likelihood > best) {
        best = likelihood;
        likeliest = tried;
      }
    }
    return Optional.ofNullable(likeliest);
  }

  /**
   * Weighted quantiles of the errors: of their sizes where the floor is 0, else in units of their
   * standard deviations.
   */
  private static double[] quantiles(List<Miss> errors, double floor, double... parts) {
    List<Miss> sorted = new ArrayList<>();
    for (Miss error : errors) {
      double unit = floor == 0 ? 1 : Math.hypot(error.standardDeviation(), floor);
      sorted.add(new Miss(error.size() / unit, 0, error.weight()));
    }
    sorted.sort(Comparator.comparingDouble(Miss::size));
    double all = sorted.stream().mapToDouble(Miss::weight).sum();
    double[] quantiles = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      double below = 0;
      int at = 0;
      while (at < sorted.size() - 1 && below + sorted.get(at).weight() < parts[i] * all) {
        below += sorted.get(at++).weight();
      }
      quantiles[i] = sorted.get(at).size();
    }
    return quantiles;
  }

  private double logLikelihood(List<Miss> errors) {
    double sum = 0;
    for (Miss error : errors) {
      double deviation = standardDeviation(error.standardDeviation());
      double ratio = error.size() / deviation;
      sum -=
          error.weight()
              * (Math.log(deviation) + 0.5 * (FREEDOM + 1) * Math.log1p(ratio * ratio / FREEDOM));
    }
    return sum;
  }
}
