package io.lode.search;

import java.util.Locale;

/**
 * How much better one schedule is expected to be than another.
 *
 * @param difference of the transformed objectives, over 0 where it is better: 0.01 is about 1% of a
 *     loss
 * @param standardDeviation of the difference, at least 0
 */
public record Gain(double difference, double standardDeviation) {

  /** Percentages below this are written as 0.00. */
  private static final double SMALLEST_PERCENT = 0.005;

  /** Whether it is better even after so many standard deviations are taken off. */
  public boolean holds(double standardDeviations) {
    return difference > standardDeviations * standardDeviation;
  }

  /** The difference that is left after so many standard deviations are taken off. */
  public double pessimistic(double standardDeviations) {
    return difference - standardDeviations * standardDeviation;
  }

  /** In words: {@code 1.20% better} or {@code 0.04% worse}. */
  public String inWords() {
    return inWords(difference);
  }

  /**
   * In words, with its standard deviation and its pessimistic end: {@code 3.00% better (standard
   * deviation 1.00%, at the pessimistic end 2.00% better)}.
   */
  public String withPessimistic(double standardDeviations) {
    return String.format(
        Locale.ROOT,
        "%s (standard deviation %.2f%%, at the pessimistic end %s)",
        inWords(),
        100 * standardDeviation,
        inWords(pessimistic(standardDeviations)));
  }

  private static String inWords(double difference) {
    double percent = 100 * (1 - Math.exp(-difference));
    return percent > -SMALLEST_PERCENT
        ? String.format(Locale.ROOT, "%.2f%% better", Math.max(0, percent))
        : String.format(Locale.ROOT, "%.2f%% worse", -percent);
  }

  /** The gain that is asked for, in words: {@code 1.0 standard deviations (one is 2.23%)}. */
  public String asked(double standardDeviations) {
    return String.format(
        Locale.ROOT,
        "%.1f standard deviations (one is %.2f%%)",
        standardDeviations,
        100 * standardDeviation);
  }
}
