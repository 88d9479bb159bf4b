package io.lode.longrun.extend;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.longrun.LongRunForecaster;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import java.util.List;

/**
 * Forecasts how one training goes on. The state of the model at the checkpoint is exact from the
 * rates that the run applied; what the run's last observations were above or below the model stays
 * with it.
 *
 * <p>Schedules given to it repeat the run's past.
 */
public final class ContinuedForecaster implements Forecaster {

  /** Observations before the checkpoint whose mean is the run's own level. Count. */
  private static final int LEVEL = 10;

  private final LongRunForecaster group;
  private final double from;
  private final double level;

  /**
   * Prepares one run.
   *
   * @param group forecasts the runs of its group
   * @param extension the run and its checkpoint
   */
  public ContinuedForecaster(LongRunForecaster group, Extension extension) {
    this.group = group;
    from = extension.from();
    level = level(extension);
  }

  private double level(Extension extension) {
    MetricTransform transform = extension.sweep().objective().transform();
    ObservedCurve observed =
        ObservedCurve.of(extension.run().trajectory().until(from), transform).afterStart();
    int count = Math.min(LEVEL, observed.length());
    if (count == 0) {
      return 0;
    }
    ObservedCurve late =
        count == observed.length()
            ? observed
            : observed.beyond(observed.step()[observed.length() - count - 1]);
    double[] mean = group.fit().forecast(extension.run().schedule(), late.step()).mean();
    double sum = 0;
    for (int t = 0; t < mean.length; t++) {
      sum += late.value()[t] - mean[t];
    }
    return sum / mean.length;
  }

  @Override
  public String name() {
    return group.name();
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    Forecast before = group.forecast(schedule, steps);
    Forecast fitted = group.fit().forecast(schedule, steps);
    double[] mean = before.mean().clone();
    for (int t = 0; t < mean.length; t++) {
      if (steps[t] > from) {
        mean[t] = fitted.mean()[t] + level;
      }
    }
    return new Forecast(steps, mean, before.standardDeviation());
  }

  /**
   * The value at the horizon itself: the rest of a training is often a cooldown, whose last value
   * is what counts, and a forecast has no noise to average out.
   */
  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[][] members = new double[group.fit().members().size()][schedules.size()];
    double[] unknown = new double[schedules.size()];
    for (int s = 0; s < unknown.length; s++) {
      double[][] last = group.fit().curves(schedules.get(s), new double[] {horizonStep});
      for (int m = 0; m < members.length; m++) {
        members[m][s] = last[m][0] + level;
      }
      unknown[s] =
          group
              .error()
              .at(
                  group.reach().lengthBeyond(horizonStep),
                  group.reach().rateBeyond(schedules.get(s), horizonStep));
    }
    return new Outcomes(members, unknown);
  }
}
