package io.lode.evaluation;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;

/**
 * One run as it was forecast from its schedule alone, and as it went.
 *
 * @param run its name
 * @param forecast of the transformed objective, at the steps after 0 where it was observed
 * @param observed transformed objective at the same steps, finite, (time)
 */
public record HeldOutForecast(String run, Forecast forecast, double[] observed) {

  /** Forecasts a run that logged at least one finite objective after step 0. */
  static HeldOutForecast of(Run run, Forecaster forecaster, MetricTransform transform) {
    Trajectory trajectory = run.trajectory();
    double[] steps = new double[trajectory.length()];
    double[] observed = new double[steps.length];
    int count = 0;
    for (int i = 0; i < steps.length; i++) {
      double value = transform.apply(trajectory.objective()[i]);
      if (trajectory.step()[i] > 0 && Double.isFinite(value)) {
        steps[count] = trajectory.step()[i];
        observed[count++] = value;
      }
    }
    return new HeldOutForecast(
        run.run(),
        forecaster.of(run).forecast(trajectory.schedule(), Arrays.copyOf(steps, count)),
        Arrays.copyOf(observed, count));
  }

  /** The same with corrected bands. */
  public HeldOutForecast corrected(BandCalibration bands) {
    return new HeldOutForecast(run, bands.corrected(forecast), observed);
  }
}
