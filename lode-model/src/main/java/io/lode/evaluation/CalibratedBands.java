package io.lode.evaluation;

import java.util.List;
import java.util.Optional;

/**
 * How a group's forecasts get their bands, and how well that held.
 *
 * @param calibration learned from all held-out runs
 * @param coverage of the bands of each held-out run, corrected by the others alone
 * @param uncorrected coverage of the bands before
 */
public record CalibratedBands(
    BandCalibration calibration, Coverage coverage, Coverage uncorrected) {

  /**
   * Learns from forecasts of held-out runs.
   *
   * @return empty where there are too few
   */
  public static Optional<CalibratedBands> of(List<HeldOutForecast> runs) {
    return runs.size() <= BandCalibration.FEWEST_RUNS
        ? Optional.empty()
        : BandCalibration.of(runs)
            .map(
                calibration ->
                    new CalibratedBands(
                        calibration, Coverage.ofCorrected(runs), Coverage.of(runs)));
  }
}
