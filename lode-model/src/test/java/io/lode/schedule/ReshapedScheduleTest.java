package io.lode.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReshapedScheduleTest {

  private static final int INTERVALS = 60;
  private static final double STEPS = 600;

  /** Falls from 1 to 0.1 in the middle of an interval. */
  private static final Schedule JUMP = step -> step < 405 ? 1 : 0.1;

  private static EvaluatedRun run(Schedule schedule) {
    double[] rates = new double[INTERVALS];
    for (int t = 0; t < INTERVALS; t++) {
      rates[t] = Math.log(schedule.meanLearningRate(10 * t, 10 * (t + 1)));
    }
    return new EvaluatedRun(null, schedule, rates, 0);
  }

  @Test
  void aCandidateEqualToTheRunChangesNothing() {
    EvaluatedRun run = run(JUMP);
    ReshapedSchedule same =
        ReshapedSchedule.towards(
            new IntervalSchedule(run.logLearningRate(), STEPS),
            run.schedule(),
            run.logLearningRate(),
            0.01);
    for (double step = 0; step < STEPS; step++) {
      assertThat(same.learningRate(step)).isCloseTo(JUMP.learningRate(step), within(1e-12));
    }
  }

  @Test
  void staysBelowTheLargestRateOfTheCandidateWhereTheRunJumps() {
    EvaluatedRun run = run(JUMP);
    double[] held = run.logLearningRate().clone();
    for (int t = 40; t < 45; t++) {
      held[t] = 0;
    }
    ReshapedSchedule longer =
        ReshapedSchedule.towards(
            new IntervalSchedule(held, STEPS), run.schedule(), run.logLearningRate(), 0.01);
    double largest = 0;
    for (double step = 0; step < STEPS; step++) {
      largest = Math.max(largest, longer.learningRate(step));
    }
    assertThat(largest).isCloseTo(1, within(1e-12));
    assertThat(longer.learningRate(425)).isCloseTo(1, within(1e-12));
  }

  @Test
  void keepsTheRunsOwnShapeBetweenIntervals() {
    Schedule spike = step -> step >= 300 && step < 302 ? 3 : 1;
    EvaluatedRun run = run(spike);
    double[] lower = run.logLearningRate().clone();
    for (int t = 0; t < lower.length; t++) {
      lower[t] -= 0.1;
    }
    ReshapedSchedule changed =
        ReshapedSchedule.towards(
            new IntervalSchedule(lower, STEPS), run.schedule(), run.logLearningRate(), 0.01);
    assertThat(changed.learningRate(301)).isCloseTo(3 * Math.exp(-0.1), within(1e-12));
  }

  /** Logged every seven steps, as sparsely as small trainings log. */
  private static Run logged(String name, Schedule schedule) {
    double[] step = new double[36];
    double[] rate = new double[step.length];
    double[] loss = new double[step.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = 4 + 7 * (i + 1);
      rate[i] = schedule.learningRate(step[i]);
      loss[i] = 1;
    }
    Trajectory trajectory = new Trajectory(step, rate, loss, loss);
    return new Run("s", name, null, Map.of(), RunStatus.COMPLETED, 256, trajectory);
  }

  private static SweepOutcomes sweep(Run... runs) {
    return SweepOutcomes.of(
        new Sweep(
            new GroupKey("m", "d", "o"), Objective.minimize("validation_loss"), List.of(runs)),
        256);
  }

  @Test
  void aRunThatEndsNearZeroIsRecognisedInItsRepeat() {
    Run cosine =
        logged("a", step -> 0.005 * (1 + Math.cos(Math.PI * Math.min(1, step / 256))) + 1e-9);
    Run constant = logged("c", step -> 0.001);
    SweepOutcomes before = sweep(cosine, constant);
    EvaluatedRun run = before.runs().get(0);
    Schedule published =
        ReshapedSchedule.unchanged(run.schedule(), 256, before.bounds().minimum()).knots();
    SweepOutcomes after = sweep(cosine, constant, logged("b", published));
    assertThat(after.repeats(after.runs().get(0).logLearningRate()))
        .extracting(repeat -> repeat.run().run())
        .containsExactly("a", "b");
  }
}
