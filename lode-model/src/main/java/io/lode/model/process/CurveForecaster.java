package io.lode.model.process;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import java.util.List;

/**
 * A forecaster corrected by the process on what it gets wrong along the curves of the runs.
 *
 * @param base what is corrected
 * @param process what corrects
 */
public record CurveForecaster(Forecaster base, CurveProcess process) implements Forecaster {

  /** What the name of the corrected forecaster is followed by. */
  public static final String SUFFIX = "+curves";

  /** Name of the corrected modal latent ODE in commands and reports. */
  public static final String NAME = "modal" + SUFFIX;

  @Override
  public String name() {
    return base.name() + SUFFIX;
  }

  private CurvePoint[] points(Schedule schedule, double[] steps) {
    CurveData data = process.data();
    return CurvePoint.of(schedule, steps, data.referenceSteps(), data.smallestLearningRate());
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    Forecast uncorrected = base.forecast(schedule, steps);
    CurvePoint[] points = points(schedule, steps);
    double[] mean = new double[steps.length];
    double[] deviation = new double[steps.length];
    for (int t = 0; t < steps.length; t++) {
      mean[t] = uncorrected.mean()[t] + process.mean(points[t]);
      deviation[t] =
          Math.hypot(uncorrected.standardDeviation()[t], process.standardDeviation(points[t]));
    }
    return new Forecast(steps, mean, deviation);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] steps = Outcomes.steps(horizonStep);
    Outcomes uncorrected = base.outcomes(schedules, horizonStep);
    double[] deviation = new double[schedules.size()];
    for (int s = 0; s < deviation.length; s++) {
      CurvePoint[] points = points(schedules.get(s), steps);
      double correction = 0;
      for (CurvePoint point : points) {
        correction += process.mean(point) / points.length;
      }
      for (double[] member : uncorrected.members()) {
        member[s] += correction;
      }
      deviation[s] =
          Math.hypot(
              uncorrected.residualStandardDeviation()[s],
              process.standardDeviation(points[points.length - 1]));
    }
    return new Outcomes(uncorrected.members(), deviation);
  }
}
