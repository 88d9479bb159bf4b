package io.lode.longrun;

import io.lode.model.modal.ModalTail;
import io.lode.model.modal.curvature.CurvatureResponse;
import io.lode.settings.Ranges;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of forecasts beyond the runs; conf/lode.conf says what each means.
 *
 * @param modes of either kind, a count, at least 3
 * @param slowestMode rate of the slowest mode, per length of a usual run at the largest rate
 * @param offsetWidth standard deviation of a run's log offset
 * @param settling part of a full run, from its start, in which logged values count less
 * @param leastTrust factor of a residual that none falls below, however early
 * @param tail what is expected of the slow modes
 * @param curvature how the curvature follows the learning rate
 * @param floorGuesses guesses of the smallest reachable loss, as parts of the smallest loss seen;
 *     one fit each
 * @param floorWidth standard deviation of its logarithm
 * @param likeRates distance of log rates at which what a run showed counts for another schedule
 * @param error how wrong forecasts are
 * @param surely standard deviations by which a plan must be better than the best run's shape
 */
public record LongRunConfig(
    int modes,
    double slowestMode,
    double offsetWidth,
    double settling,
    double leastTrust,
    ModalTail tail,
    CurvatureResponse curvature,
    List<Double> floorGuesses,
    double floorWidth,
    double likeRates,
    ErrorConfig error,
    double surely)
    implements Serializable {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public LongRunConfig {
    Ranges.atLeast(3, "modes", modes);
    Ranges.over(0, "slowest-mode", slowestMode);
    Ranges.over(0, "offset-width", offsetWidth);
    Ranges.atLeast(0, "settling", settling);
    Ranges.fraction("least-trust", leastTrust);
    floorGuesses = Ranges.positive("floor-guesses", floorGuesses);
    floorGuesses.forEach(guess -> Ranges.fraction("floor-guesses", guess));
    Ranges.over(0, "floor-width", floorWidth);
    Ranges.over(0, "like-rates", likeRates);
    Ranges.atLeast(0, "surely", surely);
  }

  /** The settings with which the benchmarks were measured. */
  public static LongRunConfig standard() {
    int modes = 30;
    double slowestMode = 0.03;
    double offsetWidth = 5e-4;
    double settling = 4;
    double leastTrust = 0;
    List<Double> floorGuesses = List.of(0.85, 0.9, 0.95);
    double floorWidth = 0.05;
    double likeRates = 0.1;
    double surely = 1;
    return new LongRunConfig(
        modes,
        slowestMode,
        offsetWidth,
        settling,
        leastTrust,
        ModalTail.standard(),
        CurvatureResponse.standard(),
        floorGuesses,
        floorWidth,
        likeRates,
        ErrorConfig.standard(),
        surely);
  }
}
