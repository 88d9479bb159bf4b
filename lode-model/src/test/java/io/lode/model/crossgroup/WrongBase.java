package io.lode.model.crossgroup;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;

/** Knows every run of a made-up group, and adds an error that grows with the step. */
record WrongBase(Sweep group) implements Forecaster {

  private static final double ERROR = 0.2;

  static WrongBase of(Sweep sweep) {
    int number = Integer.parseInt(sweep.group().model().substring("model".length()));
    return new WrongBase(MadeUpGroups.group(number));
  }

  @Override
  public String name() {
    return "wrong";
  }

  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    for (Run run : group.runs()) {
      if (run.schedule().equals(schedule)) {
        ObservedCurve curve = ObservedCurve.of(run.trajectory(), group.objective().transform());
        double[] deviation = new double[steps.length];
        Arrays.fill(deviation, ERROR / 2);
        return new Forecast(
            steps,
            Arrays.stream(steps)
                .map(step -> curve.at(step) + ERROR * step / MadeUpGroups.STEPS)
                .toArray(),
            deviation);
      }
    }
    throw new IllegalArgumentException("no run of the group has the schedule " + schedule);
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    throw new UnsupportedOperationException("nobody asks for outcomes");
  }
}
