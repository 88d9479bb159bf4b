package io.lode.model.crossgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlendedForecasterTest {

  private static final double[] STEPS = {1, 2};

  private record Constant(double mean, double deviation) implements Forecaster {

    @Override
    public String name() {
      return "constant";
    }

    @Override
    public Forecast forecast(Schedule schedule, double[] steps) {
      double[] means = new double[steps.length];
      double[] deviations = new double[steps.length];
      Arrays.fill(means, mean);
      Arrays.fill(deviations, deviation);
      return new Forecast(steps, means, deviations);
    }

    @Override
    public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
      throw new UnsupportedOperationException("nobody asks for outcomes");
    }
  }

  @Test
  void whoIsSurerCountsMore() {
    Forecast blended =
        new BlendedForecaster(new Constant(1, 0.1), new Constant(2, 0.2))
            .forecast(step -> 1, STEPS);
    assertThat(blended.mean()).containsExactly(new double[] {1.2, 1.2}, within(1e-12));
    double variance = 0.8 * 0.01 + 0.2 * 0.04 + 0.8 * 0.2;
    assertThat(blended.standardDeviation()[1]).isCloseTo(Math.sqrt(variance), within(1e-12));
  }

  @Test
  void aForecasterWithoutABandIsNotBelievedAlone() {
    Forecast blended =
        new BlendedForecaster(new Constant(1, 0), new Constant(2, 1e-3)).forecast(step -> 1, STEPS);
    assertThat(blended.mean()[0]).isEqualTo(1.5);
  }

  @Test
  void outcomesAreTheForecastAtTheHorizon() {
    Outcomes outcomes =
        new BlendedForecaster(new Constant(1, 0.1), new Constant(2, 0.1))
            .outcomes(List.of(step -> 1), 100);
    assertThat(outcomes.mean(0)).isCloseTo(1.5, within(1e-12));
    assertThat(outcomes.standardDeviation(0)).isCloseTo(Math.sqrt(0.01 + 0.25), within(1e-12));
  }
}
