package io.lode.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoggedScheduleTest {

  private final LoggedSchedule schedule =
      new LoggedSchedule(new double[] {10, 20, 40}, new double[] {0.2, 0.4, 0});

  @Test
  void isLinearBetweenLoggedStepsAndConstantOutsideThem() {
    assertThat(schedule.learningRate(0)).isEqualTo(0.2);
    assertThat(schedule.learningRate(15)).isEqualTo(0.3, within(1e-15));
    assertThat(schedule.learningRate(20)).isEqualTo(0.4);
    assertThat(schedule.learningRate(30)).isEqualTo(0.2, within(1e-15));
    assertThat(schedule.learningRate(99)).isZero();
  }

  @Test
  void aWarmUpBeforeTheFirstLoggedStepGoesOnToStepZero() {
    assertThat(schedule.withWarmup().learningRate(0)).isEqualTo(0, within(1e-15));
    assertThat(schedule.withWarmup().learningRate(5)).isEqualTo(0.1, within(1e-15));
    assertThat(schedule.withWarmup().learningRate(30)).isEqualTo(0.2, within(1e-15));
    LoggedSchedule fromAbove =
        new LoggedSchedule(new double[] {10, 20}, new double[] {0.2, 0.3}).withWarmup();
    assertThat(fromAbove.learningRate(0)).isEqualTo(0.1, within(1e-15));
    // Steeper than from nothing at step 0: the warm-up is not below 0.
    LoggedSchedule steep =
        new LoggedSchedule(new double[] {10, 20}, new double[] {0.2, 2}).withWarmup();
    assertThat(steep.learningRate(0)).isZero();
  }

  @Test
  void withoutAWarmUpNothingIsAdded() {
    LoggedSchedule falling = new LoggedSchedule(new double[] {10, 20}, new double[] {0.3, 0.2});
    assertThat(falling.withWarmup()).isSameAs(falling);
    LoggedSchedule whole = new LoggedSchedule(new double[] {0, 20}, new double[] {0, 0.2});
    assertThat(whole.withWarmup()).isSameAs(whole);
  }

  @Test
  void itsMeanIsExact() {
    assertThat(schedule.meanLearningRate(0, 40)).isEqualTo(9.0 / 40, within(1e-15));
    assertThat(schedule.meanLearningRate(15, 15)).isEqualTo(0.3, within(1e-15));
  }

  @Test
  void isClampedFromBelow() {
    assertThat(schedule.atLeast(0.3))
        .isEqualTo(new LoggedSchedule(new double[] {10, 20, 40}, new double[] {0.3, 0.4, 0.3}));
  }

  @Test
  void needsPoints() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LoggedSchedule(new double[0], new double[0]))
        .withMessageContaining("as many steps as learning rates and at least one, found 0 and 0");
  }
}
