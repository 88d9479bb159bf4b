package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.LoggedSchedule;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkWorldTest {

  private static final RegressionTask TASK = RegressionTask.of(Worlds.STANDARD);

  private static World world(NetworkOptimizer optimizer, int threads) {
    return NetworkWorld.standard("network", optimizer, TASK, threads);
  }

  @Test
  void learns() {
    for (NetworkOptimizer optimizer : NetworkOptimizer.values()) {
      World world = world(optimizer, 1);
      Schedule schedule = ParametricSchedules.cosine(optimizer.peaks()[2], 0, 1200);

      Run run = world.train(List.of(schedule), List.of("run"), 1200, 1).get(0);

      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      double[] losses = run.trajectory().objective();
      assertThat(losses).hasSize(60);
      assertThat(losses[59]).isLessThan(0.1 * losses[0]);
      // The training loss ends at the variance of its targets' noise, which validation lacks.
      assertThat(run.trajectory().trainLoss()[59]).isBetween(0.008, 0.025);
    }
  }

  @Test
  void resultsDoNotDependOnThreads() {
    List<Schedule> schedules =
        List.of(
            ParametricSchedules.constant(0.01),
            ParametricSchedules.constant(0.02),
            ParametricSchedules.constant(0.04));
    List<String> names = List.of("a", "b", "c");

    List<Run> alone = world(NetworkOptimizer.ADAM, 1).train(schedules, names, 130, 5);
    List<Run> together = world(NetworkOptimizer.ADAM, 2).train(schedules, names, 130, 5);

    for (int i = 0; i < names.size(); i++) {
      assertThat(together.get(i).run()).isEqualTo(names.get(i));
      assertThat(together.get(i).trajectory().objective())
          .containsExactly(alone.get(i).trajectory().objective());
      assertThat(together.get(i).trajectory().lastStep()).isEqualTo(130);
    }
  }

  @Test
  void runsDifferByTheirSeed() {
    World world = world(NetworkOptimizer.SGD, 1);
    Schedule schedule = ParametricSchedules.constant(0.04);

    List<Run> runs = world.train(List.of(schedule, schedule), List.of("a", "b"), 60, 1);

    assertThat(runs.get(0).trajectory().objective())
        .isNotEqualTo(runs.get(1).trajectory().objective());
  }

  @Test
  void aDivergedRunEndsWithTheRateItDivergedAt() {
    World world = world(NetworkOptimizer.SGD, 1);
    Schedule schedule = ParametricSchedules.constant(2);

    Run run = world.train(List.of(schedule), List.of("run"), 1200, 1).get(0);

    assertThat(run.status()).isEqualTo(RunStatus.DIVERGED);
    Trajectory trajectory = run.trajectory();
    assertThat(trajectory.length()).isBetween(1, 59);
    assertThat(trajectory.objective()[trajectory.length() - 1]).isNaN();
    assertThat(trajectory.learningRate()[trajectory.length() - 1]).isEqualTo(2);
    TrueOutcome outcome = world.trueOutcome(schedule, 1200, 3, 1);
    assertThat(outcome.diverged()).isEqualTo(3);
    assertThat(outcome.mean()).isNaN();
  }

  @Test
  void trueOutcomeIsTheMeanOfFreshRepeats() {
    World world = world(NetworkOptimizer.ADAM, 2);
    Schedule schedule = ParametricSchedules.constant(0.004);

    TrueOutcome outcome = world.trueOutcome(schedule, 400, 6, 1);
    TrueOutcome again = world.trueOutcome(schedule, 400, 6, 1);
    TrueOutcome others = world.trueOutcome(schedule, 400, 6, 2);

    assertThat(outcome).isEqualTo(again);
    assertThat(outcome.repeats()).isEqualTo(6);
    assertThat(outcome.diverged()).isZero();
    assertThat(outcome.standardError()).isBetween(0.001 * outcome.mean(), 0.3 * outcome.mean());
    assertThat(others.mean())
        .isNotEqualTo(outcome.mean())
        .isCloseTo(
            outcome.mean(),
            within(5 * Math.hypot(outcome.standardError(), others.standardError())));
  }

  @Test
  void loggedRatesFollowedAgainGiveNearlyTheSameRun() {
    World world = world(NetworkOptimizer.ADAM, 2);
    SweepSchedule schedule = world.sweepSchedules().get(5);
    Trajectory log = world.train(List.of(schedule), List.of("run"), 1200, 1).get(0).trajectory();

    TrueOutcome truth = world.trueOutcome(schedule, 1200, 8, 3);
    TrueOutcome again =
        world.trueOutcome(new LoggedSchedule(log.step(), log.learningRate()), 1200, 8, 3);

    assertThat(schedule.name()).isEqualTo("cosine-0.004");
    assertThat(again.mean()).isCloseTo(truth.mean(), within(2 * truth.standardError()));
  }

  @Test
  void theBestScheduleIsNotKnown() {
    assertThat(world(NetworkOptimizer.SGD, 1).bestKnown(1200)).isEmpty();
  }

  @Test
  void refusesNoRepeatsAndNoThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                world(NetworkOptimizer.SGD, 1)
                    .trueOutcome(ParametricSchedules.constant(1), 1200, 0, 1))
        .withMessage("repeats must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world(NetworkOptimizer.SGD, 0))
        .withMessage("threads must be at least 1, found 0");
  }
}
