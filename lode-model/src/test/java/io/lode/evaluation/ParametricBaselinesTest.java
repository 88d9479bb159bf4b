package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Sweep;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParametricBaselinesTest {

  private static final Schedule WARMED =
      ParametricSchedules.warmup(40, ParametricSchedules.cosine(0.2, 0.02, 960));

  private static Schedule named(String name, List<NamedSchedule> schedules) {
    return schedules.stream()
        .filter(schedule -> schedule.name().equals(name))
        .findFirst()
        .orElseThrow()
        .schedule();
  }

  @Test
  void peakWhereTheBestRunPeaked() {
    Sweep sweep =
        Sweeps.losses(
            Sweeps.run("good", WARMED, step -> 1),
            Sweeps.run("bad", ParametricSchedules.constant(0.5), step -> 2));

    List<NamedSchedule> schedules = ParametricBaselines.of(sweep, 1000);

    assertThat(schedules)
        .extracting(NamedSchedule::name)
        .containsExactly(
            "best run of the sweep", "cosine", "one-cycle", "warm-up-stable-decay", "constant");
    for (NamedSchedule schedule : schedules) {
      double largest = 0;
      for (int step = 0; step <= 1000; step++) {
        largest = Math.max(largest, schedule.schedule().learningRate(step));
      }
      assertThat(largest).as(schedule.name()).isCloseTo(0.2, within(1e-9));
    }
  }

  @Test
  void startWithTheBestRunsWarmUpAndEndAtTheSmallestRate() {
    Sweep sweep = Sweeps.losses(Sweeps.run("good", WARMED, step -> 1));

    List<NamedSchedule> schedules = ParametricBaselines.of(sweep, 1000);

    assertThat(named("constant", schedules).learningRate(20)).isCloseTo(0.1, within(1e-12));
    assertThat(named("constant", schedules).learningRate(1000)).isCloseTo(0.2, within(1e-12));
    assertThat(named("cosine", schedules).learningRate(1000)).isCloseTo(0.02, within(1e-12));
    assertThat(named("warm-up-stable-decay", schedules).learningRate(1000))
        .isCloseTo(0.02, within(1e-12));
  }

  @Test
  void takeALongRiseForTheShapeOfTheBestRun() {
    Sweep sweep =
        Sweeps.losses(Sweeps.run("one-cycle", ParametricSchedules.oneCycle(0.2, 1000), step -> 1));

    assertThat(named("constant", ParametricBaselines.of(sweep, 1000)).learningRate(0))
        .isCloseTo(0.2, within(1e-9));
  }
}
