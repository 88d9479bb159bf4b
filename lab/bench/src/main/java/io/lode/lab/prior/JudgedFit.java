package io.lode.lab.prior;

import io.lode.evaluation.BandCount;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import java.util.List;

/**
 * How far off one fit was on runs that it had not seen: means over the runs.
 *
 * @param curve mean absolute error of the curve
 * @param last absolute error of the mean of the last values
 * @param inBand share of values in the band of 95%; NaN where the forecast has none
 */
record JudgedFit(double curve, double last, double inBand) {

  /** Values at the end of a run whose mean is its outcome. Count. */
  private static final int LAST = 3;

  /** In which unit errors are told. */
  enum Unit {
    /** Of the transformed objective, which families share. */
    LOG,
    /** The objective's own. */
    OWN
  }

  /** Judges a forecaster; runs without an observation after step 0 are passed over. */
  static JudgedFit of(
      Forecaster forecaster, List<Run> heldOut, MetricTransform transform, Unit unit) {
    double curve = 0;
    double last = 0;
    int runs = 0;
    BandCount band = BandCount.NONE;
    for (Run run : heldOut) {
      ObservedCurve observed = ObservedCurve.of(run.trajectory(), transform).afterStart();
      int length = observed.length();
      if (length == 0) {
        continue;
      }
      Forecast forecast = forecaster.forecast(run.schedule(), observed.step());
      double ending = 0;
      int counted = Math.min(LAST, length);
      for (int t = 0; t < length; t++) {
        double mean = forecast.mean()[t];
        double value = observed.value()[t];
        double off =
            unit == Unit.LOG ? mean - value : transform.invert(mean) - transform.invert(value);
        curve += Math.abs(off) / length;
        ending += t >= length - counted ? off / counted : 0;
      }
      band = band.plus(BandCount.of(forecast, observed, 0));
      last += Math.abs(ending);
      runs++;
    }
    return new JudgedFit(
        curve / runs, last / runs, band.values() == 0 ? Double.NaN : band.share95());
  }
}
