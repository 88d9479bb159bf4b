package io.lode.model.crossgroup;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A group as the model sees it: in units that some of its runs give.
 *
 * @param units of the group
 * @param runs with what was observed, or what another forecaster got wrong
 * @param context numbers beside the code, ({@link CrossSizes#CONTEXT})
 */
record GroupView(GroupUnits units, List<UnitRun> runs, double[] context) {

  /** Smallest standard deviation of a forecast that is corrected, in log loss. */
  private static final double SMALLEST_DEVIATION = 1e-3;

  /** Largest size of an error in its standard deviations: beyond, it is an outlier. */
  private static final double LARGEST = 10;

  /** Copies the list. */
  GroupView {
    runs = List.copyOf(runs);
  }

  /**
   * Sees runs.
   *
   * @param known the runs that give the units
   * @param shown the runs that are seen
   * @param base forecaster whose errors are seen in place of losses; empty for losses
   * @throws IllegalArgumentException if no known run has a finite objective and a positive rate
   */
  static GroupView of(Sweep known, List<Run> shown, Optional<Forecaster> base) {
    GroupUnits units = GroupUnits.of(known);
    if (base.isPresent()) {
      units = units.ofCorrections();
    }
    MetricTransform transform = known.objective().transform();
    List<UnitRun> runs = new ArrayList<>();
    for (Run run : shown) {
      ObservedCurve curve = ObservedCurve.of(run.trajectory(), transform).afterStart();
      if (run.diverged() || curve.length() == 0) {
        continue;
      }
      double[] values = curve.value().clone();
      if (base.isPresent()) {
        Forecast forecast = base.get().forecast(run.schedule(), curve.step());
        for (int t = 0; t < values.length; t++) {
          double off = (values[t] - forecast.mean()[t]) / deviation(forecast, t);
          values[t] = Math.max(-LARGEST, Math.min(LARGEST, off));
        }
      } else {
        for (int t = 0; t < values.length; t++) {
          values[t] -= units.level();
        }
      }
      runs.add(UnitRun.of(run.schedule(), new ObservedCurve(curve.step(), values), units));
    }
    return new GroupView(units, runs, GroupUnits.context(known.runs()));
  }

  /** What a forecaster says of its own error, the unit of corrections. */
  static double deviation(Forecast forecast, int t) {
    return Math.max(SMALLEST_DEVIATION, forecast.standardDeviation()[t]);
  }
}
