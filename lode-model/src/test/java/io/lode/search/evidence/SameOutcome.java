package io.lode.search.evidence;

import io.lode.forecast.OutcomeForecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.List;

/** Expects the same of every schedule, so that only observed runs say anything. */
public record SameOutcome(double outcome) implements OutcomeForecaster {

  @Override
  public String name() {
    return "same";
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    double[] all = new double[schedules.size()];
    Arrays.fill(all, outcome);
    return new Outcomes(new double[][] {all}, new double[schedules.size()]);
  }
}
