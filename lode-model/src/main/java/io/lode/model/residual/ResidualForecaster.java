package io.lode.model.residual;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.model.modal.ModalForecaster;
import io.lode.schedule.Schedule;
import java.util.List;

/**
 * Modal latent ODEs with a neural residual on their log objective; the modal members and those of
 * the residual are paired in turn.
 *
 * @param modal what is corrected
 * @param residual what corrects
 */
public record ResidualForecaster(ModalForecaster modal, NeuralResidual residual)
    implements Forecaster {

  /** Name in commands and reports. */
  public static final String NAME = "modal+neural";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    double[][] curves = modal.curves(schedule, steps);
    double[][][] corrections = residual.corrections(List.of(schedule), steps);
    for (int m = 0; m < curves.length; m++) {
      double[] correction = corrections[m % corrections.length][0];
      for (int t = 0; t < steps.length; t++) {
        curves[m][t] += correction[t];
      }
    }
    return Forecast.ofMembers(steps, curves);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] steps = Outcomes.steps(horizonStep);
    Outcomes outcomes = modal.outcomes(schedules, horizonStep);
    double[][][] corrections = residual.corrections(schedules, steps);
    for (int m = 0; m < outcomes.members().length; m++) {
      double[][] ofMember = corrections[m % corrections.length];
      for (int s = 0; s < ofMember.length; s++) {
        for (double correction : ofMember[s]) {
          outcomes.members()[m][s] += correction / steps.length;
        }
      }
    }
    return outcomes;
  }
}
