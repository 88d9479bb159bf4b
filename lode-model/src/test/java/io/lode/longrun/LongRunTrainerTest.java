package io.lode.longrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.Forecast;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.statistics.Median;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real language models: runs of 15,000 steps are fitted, runs of 25,000 and 35,000 forecast. */
class LongRunTrainerTest {

  private static final Sweep SHORT = ExampleRuns.sweep(run -> run.trajectory().lastStep() < 15_100);
  private static final List<Run> LONG =
      ExampleRuns.sweep(run -> run.trajectory().lastStep() > 24_000 && peak(run) > 2e-4).runs();
  private static final LongRunForecaster FORECASTER = trainer().fit(SHORT);

  private static LongRunTrainer trainer() {
    ModalConfig modal = ModalConfig.standard(7);
    return new LongRunTrainer(
        modal.with(new ModalEffort(2, 1, 60, 6, 20)), LongRunConfig.standard());
  }

  private static double peak(Run run) {
    double peak = 0;
    for (double rate : run.trajectory().learningRate()) {
      peak = Math.max(peak, rate);
    }
    return peak;
  }

  @Test
  void forecastsLongerRunsOfRealModels() {
    double[] errors = LONG.stream().mapToDouble(LongRunTrainerTest::meanAbsoluteError).toArray();
    assertThat(errors).hasSizeGreaterThan(40);
    assertThat(Median.of(errors)).isLessThan(0.008);
    assertThat(Arrays.stream(errors).max().orElseThrow()).isLessThan(0.03);
  }

  private static double meanAbsoluteError(Run run) {
    Trajectory trajectory = run.trajectory();
    List<Integer> observed = new ArrayList<>();
    for (int i = 0; i < trajectory.length(); i++) {
      if (!Double.isNaN(trajectory.objective()[i])) {
        observed.add(i);
      }
    }
    double[] steps = observed.stream().mapToDouble(i -> trajectory.step()[i]).toArray();
    double[] mean = FORECASTER.forecast(run.schedule(), steps).mean();
    double sum = 0;
    for (int i = 0; i < steps.length; i++) {
      sum += Math.abs(Math.exp(mean[i]) - trajectory.objective()[observed.get(i)]);
    }
    return sum / steps.length;
  }

  @Test
  void theBandGrowsWithTheLengthBeyondTheRuns() {
    Schedule schedule = ParametricSchedules.warmup(300, ParametricSchedules.constant(1e-3));
    double[] band =
        FORECASTER
            .forecast(schedule, new double[] {10_000, 30_000, 60_000, 150_000})
            .standardDeviation();
    assertThat(band).isSorted();
    assertThat(band[3]).isGreaterThan(2 * band[0]);
  }

  @Test
  void theBandGrowsOutsideOfTheRatesThatRunsSurvived() {
    double[] step = {15_000};
    double within = band(1e-3, step);
    assertThat(band(5e-3, step)).isGreaterThan(within + 0.01);
    assertThat(band(1e-4, step)).isGreaterThan(within + 0.01);
  }

  private static double band(double peak, double[] step) {
    Schedule schedule = ParametricSchedules.warmup(300, ParametricSchedules.constant(peak));
    return FORECASTER.forecast(schedule, step).standardDeviation()[0];
  }

  @Test
  void repeatsWhatARunWithTheSameRatesShowed() {
    Run run = SHORT.runs().get(0);
    double[] steps = {400, 2000, 8000};
    Forecast forecast = FORECASTER.forecast(run.schedule(), steps);
    for (int t = 0; t < steps.length; t++) {
      int at = java.util.Arrays.binarySearch(run.trajectory().step(), steps[t]);
      double observed = Math.log(run.trajectory().objective()[at]);
      assertThat(Math.abs(forecast.mean()[t] - observed)).isLessThan(0.01);
    }
  }

  @Test
  void measuresTheErrorOfLengthOnRunsOfSeveralLengths() {
    Sweep lengths = ExampleRuns.sweep(run -> run.run().startsWith("wsd-linear-0.2_lr0.00"));
    assertThat(trainer().fit(lengths).error().perLength())
        .isPositive()
        .isNotEqualTo(LongRunConfig.standard().error().lengthError());
  }

  @Test
  void theSameSeedGivesTheSameForecast() {
    Schedule schedule = ParametricSchedules.cosine(1e-3, 1e-5, 30_000);
    double[] steps = {20_000, 30_000};
    assertThat(trainer().fit(SHORT).forecast(schedule, steps).mean())
        .isEqualTo(FORECASTER.forecast(schedule, steps).mean());
  }
}
