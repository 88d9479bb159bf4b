package io.lode.longrun;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.model.modal.ModalForecaster;
import io.lode.schedule.Schedule;
import java.util.List;

/**
 * Forecasts trainings of any length: the modal latent ODE, corrected by what runs with nearly the
 * same rates showed, with a band that grows with the distance from the runs.
 *
 * <p>The variance of the log objective at a step is that of the members, plus the fit's own error,
 * plus the squares of what each e-fold of length and of rate beyond the runs adds.
 */
public final class LongRunForecaster implements Forecaster {

  /** Name in commands and reports. */
  public static final String NAME = "long-run";

  private final ModalForecaster modal;
  private final RunResiduals residuals;
  private final Reach reach;
  private final ForecastError error;

  LongRunForecaster(
      ModalForecaster modal, RunResiduals residuals, Reach reach, ForecastError error) {
    this.modal = modal;
    this.residuals = residuals;
    this.reach = reach;
    this.error = error;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** How far the runs reach. */
  public Reach reach() {
    return reach;
  }

  /** The fit, without what single runs showed beyond it. */
  public ModalForecaster fit() {
    return modal;
  }

  /** How wrong a forecast is expected to be. */
  public ForecastError error() {
    return error;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    Forecast members = modal.forecast(schedule, steps);
    double[] correction = residuals.correction(schedule, steps);
    double[] mean = new double[steps.length];
    double[] deviation = new double[steps.length];
    double rateBeyond = reach.rateBeyond(schedule, steps[steps.length - 1]);
    for (int t = 0; t < steps.length; t++) {
      mean[t] = members.mean()[t] + correction[t];
      deviation[t] =
          Math.hypot(
              members.standardDeviation()[t], error.at(reach.lengthBeyond(steps[t]), rateBeyond));
    }
    return new Forecast(steps, mean, deviation);
  }

  /**
   * The value at the horizon itself, not the mean before it: long runs are judged by the checkpoint
   * that they end with, a cooldown still brings something in its last steps, and a forecast has no
   * noise to average out.
   */
  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] last = {horizonStep};
    double[][] members = new double[modal.members().size()][schedules.size()];
    double[] unknown = new double[schedules.size()];
    for (int s = 0; s < unknown.length; s++) {
      Schedule schedule = schedules.get(s);
      double[][] curves = modal.curves(schedule, last);
      double correction = residuals.correction(schedule, last)[0];
      for (int m = 0; m < members.length; m++) {
        members[m][s] = curves[m][0] + correction;
      }
      unknown[s] =
          error.at(reach.lengthBeyond(horizonStep), reach.rateBeyond(schedule, horizonStep));
    }
    return new Outcomes(members, unknown);
  }
}
