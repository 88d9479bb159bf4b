package io.lode.model.law;

import io.lode.settings.Ranges;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of where the fit of a Multi-Power Law starts, and of its weak prior. Losses are parts of
 * the smallest loss seen; lengths and rates are in the law's units (one full run, the largest
 * rate).
 *
 * @param floorGuesses guesses of the floor L0, one a start, the likeliest first
 * @param annealingGuesses guesses of the annealing amplitude B, one a start
 * @param amplitudeGuess guess of the amplitude A, as a part of what lies over the floor
 * @param exponentGuess guess of alpha, the exponent of the area under the rate
 * @param speedGuess guess of C, by which the effect of a change of the rate sets in
 * @param saturationGuess guess of beta, the exponent of that effect
 * @param rateGuess guess of gamma, the exponent of the rate in that effect
 * @param headGuess guess of the share of the area before the first log that counts as training
 * @param widths standard deviations of the logs of L0, A, alpha, B, C, beta, gamma and that share
 */
public record LawPriorConfig(
    List<Double> floorGuesses,
    List<Double> annealingGuesses,
    double amplitudeGuess,
    double exponentGuess,
    double speedGuess,
    double saturationGuess,
    double rateGuess,
    double headGuess,
    List<Double> widths)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public LawPriorConfig {
    floorGuesses = Ranges.positive("floor-guesses", floorGuesses);
    floorGuesses.forEach(guess -> Ranges.fraction("floor-guesses", guess));
    annealingGuesses =
        Ranges.positive(
            "annealing-guesses",
            Ranges.exactly(floorGuesses.size(), "annealing-guesses", annealingGuesses));
    Ranges.over(0, "amplitude-guess", amplitudeGuess);
    Ranges.over(0, "exponent-guess", exponentGuess);
    Ranges.over(0, "speed-guess", speedGuess);
    Ranges.over(0, "saturation-guess", saturationGuess);
    Ranges.over(0, "rate-guess", rateGuess);
    Ranges.over(0, "head-guess", headGuess);
    widths = Ranges.positive("widths", Ranges.exactly(LawParameters.COUNT, "widths", widths));
  }

  /** The settings with which the benchmarks were measured. */
  public static LawPriorConfig standard() {
    List<Double> floorGuesses = List.of(0.85, 0.6, 0.95, 0.85);
    List<Double> annealingGuesses = List.of(0.1, 0.1, 0.05, 0.3);
    double amplitudeGuess = 0.5;
    double exponentGuess = 0.5;
    double speedGuess = 1000;
    double saturationGuess = 0.6;
    double rateGuess = 0.6;
    double headGuess = 0.5;
    List<Double> widths = List.of(3.0, 3.0, 0.7, 3.0, 2.0, 0.5, 0.5, 0.3);
    return new LawPriorConfig(
        floorGuesses,
        annealingGuesses,
        amplitudeGuess,
        exponentGuess,
        speedGuess,
        saturationGuess,
        rateGuess,
        headGuess,
        widths);
  }
}
