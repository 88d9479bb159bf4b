package io.lode.model.modal;

import io.lode.settings.Ranges;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of the prior of a modal fit: what is expected before any log is read. Widths are
 * standard deviations.
 *
 * @param smoothness width of the second differences of the log weights over the modes
 * @param offsetWidth width of a run's log offset
 * @param floorWidth width of the log floor around its guess
 * @param floorGuesses guesses of the floor as parts of the smallest loss seen, the likeliest first
 * @param exponentMeans means of the three exponents a1, a2 and b; 1 is a linear effect
 * @param exponentWidths widths of the three exponents
 * @param biasSlope exponent of a mode's rate in the mean of its bias weight
 * @param biasLevel mean of the slowest mode's bias weight per unit of log rate, as a part of the
 *     smallest loss
 * @param noiseLevel mean of all noise weights together, as a part of the smallest loss
 */
public record ModalPriorConfig(
    double smoothness,
    double offsetWidth,
    double floorWidth,
    List<Double> floorGuesses,
    List<Double> exponentMeans,
    List<Double> exponentWidths,
    double biasSlope,
    double biasLevel,
    double noiseLevel)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ModalPriorConfig {
    Ranges.over(0, "smoothness", smoothness);
    Ranges.over(0, "offset-width", offsetWidth);
    Ranges.over(0, "floor-width", floorWidth);
    floorGuesses = Ranges.positive("floor-guesses", floorGuesses);
    floorGuesses.forEach(guess -> Ranges.fraction("floor-guesses", guess));
    exponentMeans = Ranges.exactly(ModalParameters.EXPONENTS, "exponent-means", exponentMeans);
    exponentWidths =
        Ranges.positive(
            "exponent-widths",
            Ranges.exactly(ModalParameters.EXPONENTS, "exponent-widths", exponentWidths));
    Ranges.atLeast(0, "bias-slope", biasSlope);
    Ranges.over(0, "bias-level", biasLevel);
    Ranges.over(0, "noise-level", noiseLevel);
  }

  /** The settings with which the benchmarks were measured. */
  public static ModalPriorConfig standard() {
    double smoothness = 0.1;
    double offsetWidth = 5e-3;
    double floorWidth = 10;
    List<Double> floorGuesses = List.of(0.9, 0.93, 0.5);
    List<Double> exponentMeans = List.of(1.0, 0.8, 1.0);
    List<Double> exponentWidths = List.of(0.1, 0.1, 0.1);
    double biasSlope = 0.45;
    double biasLevel = 0.3;
    double noiseLevel = 0.15;
    return new ModalPriorConfig(
        smoothness,
        offsetWidth,
        floorWidth,
        floorGuesses,
        exponentMeans,
        exponentWidths,
        biasSlope,
        biasLevel,
        noiseLevel);
  }

  /** The same with another expectation of the smallest reachable loss and of runs' offsets. */
  public ModalPriorConfig with(double floorGuess, double widthOfFloor, double widthOfOffsets) {
    return new ModalPriorConfig(
        smoothness,
        widthOfOffsets,
        widthOfFloor,
        List.of(floorGuess),
        exponentMeans,
        exponentWidths,
        biasSlope,
        biasLevel,
        noiseLevel);
  }
}
