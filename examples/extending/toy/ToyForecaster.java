package toy;

import io.lode.evaluation.LastValue;
import io.lode.forecast.Forecaster;
import io.lode.forecast.ForecasterProvider;
import io.lode.trajectory.Sweep;

/** Forecasts, for every schedule, the mean of the values with which the runs ended. */
public final class ToyForecaster implements ForecasterProvider {

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public Forecaster fit(Sweep sweep, long seed) {
    return LastValue.fit(sweep);
  }
}
