package io.lode.model.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.evaluation.Sweeps;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveForecasterTest {

  /** Knows nothing: a loss of 1 whatever the schedule. */
  private static final Forecaster IGNORANT =
      new Forecaster() {
        @Override
        public String name() {
          return "ignorant";
        }

        @Override
        public Forecast forecast(Schedule schedule, double[] steps) {
          return new Forecast(steps, new double[steps.length], new double[steps.length]);
        }

        @Override
        public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
          return new Outcomes(new double[1][schedules.size()], new double[schedules.size()]);
        }
      };

  /** A loss that stays at a plateau and leaves it sooner at a larger rate. */
  private static double loss(double rate, double step) {
    double area = rate * step;
    return Math.exp(-0.8 / (1 + Math.exp(-6 * Math.log(area / 20))));
  }

  private static Sweep sweep() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      double rate = 0.01 * Math.pow(1.6, i);
      runs.add(Sweeps.run("run" + i, step -> rate, step -> loss(rate, step)));
    }
    return Sweeps.losses(runs.toArray(Run[]::new));
  }

  private static CurveForecaster corrected() {
    CurveConfig config = CurveConfig.standard();
    CurveData data = CurveData.of(sweep(), IGNORANT, config).orElseThrow();
    return new CurveForecaster(IGNORANT, CurveProcess.fit(data, config));
  }

  @Test
  void forecastsARateBetweenThoseThatWereRun() {
    double rate = 0.01 * Math.pow(1.6, 4.5);
    double[] steps = Sweeps.steps(20);
    double[] predicted = corrected().forecast(step -> rate, steps).mean();
    for (int t = 0; t < steps.length; t++) {
      assertThat(predicted[t])
          .as("step %s", steps[t])
          .isEqualTo(Math.log(loss(rate, steps[t])), within(0.05));
    }
    assertThat(corrected().outcomes(List.of(step -> rate), Sweeps.TOTAL).mean(0))
        .isEqualTo(predicted[19], within(0.05));
  }

  @Test
  void returnsToWhatItCorrectsFarFromAllRunsAndIsUnsureThere() {
    double[] steps = {1000};
    Forecast near = corrected().forecast(step -> 0.05, steps);
    Forecast far = corrected().forecast(step -> 1e9, steps);
    assertThat(far.mean()[0]).isEqualTo(0, within(1e-6));
    assertThat(far.standardDeviation()[0]).isGreaterThan(5 * near.standardDeviation()[0]);
  }

  @Test
  void doesNotCarryWhatConstantRatesTeachToARateThatDecayed() {
    Schedule decayed = step -> step < 500 ? 0.1 : 0.1 * Math.exp(-0.02 * (step - 500));
    assertThat(corrected().forecast(decayed, new double[] {1000}).mean()[0])
        .isEqualTo(0, within(0.01));
  }

  @Test
  void needsSeveralRuns() {
    Sweep few = Sweeps.losses(sweep().runs().subList(0, 3).toArray(Run[]::new));
    assertThat(CurveData.of(few, IGNORANT, CurveConfig.standard())).isEmpty();
  }

  @Test
  void isNamedAfterWhatItCorrects() {
    assertThat(corrected().name()).isEqualTo("ignorant+curves");
  }

  @Test
  void keepsThePointsOfManyRunsBounded() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      double rate = 0.01 * Math.pow(1.02, i);
      runs.add(Sweeps.run("run" + i, step -> rate, step -> loss(rate, step)));
    }
    CurveConfig standard = CurveConfig.standard();
    CurveConfig config =
        new CurveConfig(
            20,
            60,
            20,
            standard.lengths(),
            standard.shapeLength(),
            standard.pointNoises(),
            standard.runNoises(),
            standard.smallestGain());
    CurveData data =
        CurveData.of(Sweeps.losses(runs.toArray(Run[]::new)), IGNORANT, config).orElseThrow();
    assertThat(data.count()).isBetween(30, 60);
  }
}
