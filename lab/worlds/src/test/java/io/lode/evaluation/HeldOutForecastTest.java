package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutForecastTest {

  /** Forecasts how many runs it was fitted to, so that its folds can be told apart. */
  private record Counting(int runs) implements Forecaster {

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public Forecast forecast(Schedule schedule, double[] steps) {
      double[] mean = new double[steps.length];
      Arrays.fill(mean, runs);
      return new Forecast(steps, mean, new double[steps.length]);
    }

    @Override
    public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void everyRunIsForecastOnceByWhatWasFittedToOthers() {
    World world = Worlds.quadratic(1);
    SweepDraw draw = SweepDraw.of(world, 8, 3);
    Sweep sweep =
        new Sweep(
            new GroupKey("m", "d", "o"),
            world.objective(),
            world.train(draw.schedules(), draw.names(), world.totalSteps(), 3));
    List<Sweep> fitted = new ArrayList<>();
    List<HeldOutForecast> forecasts = new ArrayList<>();
    boolean measured =
        new HeldOut(sweep)
            .forecast(
                new FittingMethod(
                    "counting",
                    rest -> {
                      fitted.add(rest);
                      return new Counting(rest.runs().size());
                    }),
                forecasts::add);
    assertThat(measured).isTrue();
    assertThat(forecasts)
        .extracting(HeldOutForecast::run)
        .containsExactlyInAnyOrderElementsOf(sweep.runs().stream().map(Run::run).toList());
    for (HeldOutForecast forecast : forecasts) {
      double runs = forecast.forecast().mean()[0];
      assertThat(fitted)
          .anyMatch(
              rest ->
                  rest.runs().size() == runs
                      && rest.runs().stream().noneMatch(run -> run.run().equals(forecast.run())));
      assertThat(forecast.observed()).hasSameSizeAs(forecast.forecast().step());
      assertThat(Arrays.stream(forecast.observed()).allMatch(Double::isFinite)).isTrue();
    }
  }

  @Test
  void fewerThanTwoFoldsCannotBeForecast() {
    World world = Worlds.quadratic(1);
    SweepDraw draw = SweepDraw.of(world, 8, 3);
    List<Run> one =
        world.train(draw.schedules().subList(0, 1), List.of("only"), world.totalSteps(), 3);
    Sweep sweep = new Sweep(new GroupKey("m", "d", "o"), world.objective(), one);
    assertThat(
            new HeldOut(sweep)
                .forecast(new FittingMethod("counting", rest -> new Counting(0)), run -> {}))
        .isFalse();
  }
}
