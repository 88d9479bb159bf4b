package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.LoggedSchedule;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClosedFormWorldTest {

  private final World quadratic = Worlds.quadratic(Worlds.STANDARD);
  private final World languageModel =
      Worlds.multiPowerLaw(Worlds.MultiPowerLawSize.M400, Worlds.STANDARD);

  private static Run trainOne(World world, Schedule schedule, double steps, long seed) {
    return world.train(List.of(schedule), List.of("run"), steps, seed).get(0);
  }

  @Test
  void logsSixtyObservationsOfAFullRun() {
    Run run = trainOne(quadratic, ParametricSchedules.cosine(1, 0, 1200), 1200, 1);

    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(run.totalSteps()).isEqualTo(1200);
    assertThat(run.seed()).isEqualTo("1");
    assertThat(run.trajectory().length()).isEqualTo(60);
    assertThat(run.trajectory().step()[0]).isEqualTo(20);
    assertThat(run.trajectory().learningRate()[29]).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void aRunThatEndsEarlyIsStopped() {
    Run run = trainOne(quadratic, ParametricSchedules.constant(0.3), 120, 1);

    assertThat(run.status()).isEqualTo(RunStatus.STOPPED);
    assertThat(run.totalSteps()).isEqualTo(1200);
    assertThat(run.trajectory().lastStep()).isEqualTo(120);
  }

  @Test
  void theSameSeedGivesTheSameRuns() {
    SweepDraw draw = SweepDraw.of(quadratic, 10, 1);

    List<Run> runs = quadratic.train(draw.schedules(), draw.names(), 1200, 9);
    List<Run> again = quadratic.train(draw.schedules(), draw.names(), 1200, 9);
    List<Run> others = quadratic.train(draw.schedules(), draw.names(), 1200, 10);

    for (int i = 0; i < runs.size(); i++) {
      assertThat(runs.get(i).trajectory().objective())
          .containsExactly(again.get(i).trajectory().objective());
      assertThat(runs.get(i).trajectory().trainLoss())
          .containsExactly(again.get(i).trajectory().trainLoss());
      assertThat(runs.get(i).trajectory().objective())
          .isNotEqualTo(others.get(i).trajectory().objective());
    }
  }

  @Test
  void aRunsLuckDoesNotDependOnItsSchedule() {
    Schedule low = ParametricSchedules.constant(0.1);
    Schedule high = ParametricSchedules.constant(0.3);
    double[] lows = trainOne(quadratic, low, 1200, 4).trajectory().objective();
    double[] highs = trainOne(quadratic, high, 1200, 4).trajectory().objective();

    for (int k = 0; k < 60; k++) {
      double step = (k + 1) * 20;
      assertThat(lows[k] / quadratic.trueOutcome(low, step, 1, 0).mean())
          .isCloseTo(highs[k] / quadratic.trueOutcome(high, step, 1, 0).mean(), within(1e-12));
    }
  }

  @Test
  void observationsScatterAroundTheTruthAsStated() {
    int count = 2000;
    Schedule schedule = ParametricSchedules.constant(0.3);
    List<String> names = IntStream.range(0, count).mapToObj(Integer::toString).toList();
    List<Run> runs = quadratic.train(Collections.nCopies(count, schedule), names, 1200, 2);
    double truth = quadratic.trueOutcome(schedule, 1200, 1, 0).mean();

    double[] ratios =
        runs.stream()
            .mapToDouble(run -> Math.log(run.trajectory().objective()[59] / truth))
            .toArray();

    double mean = Arrays.stream(ratios).average().getAsDouble();
    double variance =
        Arrays.stream(ratios).map(ratio -> (ratio - mean) * (ratio - mean)).sum() / (count - 1);
    assertThat(mean).isCloseTo(0, within(4 * 0.0224 / Math.sqrt(count)));
    assertThat(Math.sqrt(variance)).isCloseTo(Math.hypot(0.01, 0.02), within(0.0015));
  }

  @Test
  void aDivergedRunEndsWithTheRateItDivergedAt() {
    Schedule schedule = ParametricSchedules.linear(0.1, 2.6, 1200);

    Run run = trainOne(quadratic, schedule, 1200, 1);

    assertThat(run.status()).isEqualTo(RunStatus.DIVERGED);
    Trajectory trajectory = run.trajectory();
    int last = trajectory.length() - 1;
    assertThat(last).isBetween(30, 58);
    assertThat(trajectory.learningRate()[last])
        .isCloseTo(schedule.learningRate(trajectory.lastStep()), within(1e-12));
    assertThat(trajectory.objective()[last]).isNaN();
    assertThat(trajectory.trainLoss()[last]).isNaN();
    assertThat(Arrays.stream(trajectory.objective(), 0, last).boxed())
        .allSatisfy(loss -> assertThat(loss).isBetween(0.0, 3.5));
    TrueOutcome outcome = quadratic.trueOutcome(schedule, 1200, 5, 1);
    assertThat(outcome.mean()).isNaN();
    assertThat(outcome.diverged()).isEqualTo(1);
    assertThat(quadratic.trueOutcome(schedule, trajectory.step()[last - 1], 1, 1).mean())
        .isFinite();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quadratic", "over-fitting", "multi-power-law"})
  void loggedRatesFollowedAgainGiveTheSameRun(String name) {
    World world = Worlds.named(name, Worlds.STANDARD);
    double total = world.totalSteps();
    for (SweepSchedule schedule : world.sweepSchedules()) {
      double truth = world.trueOutcome(schedule, total, 1, 0).mean();
      if (Double.isNaN(truth)) {
        continue;
      }
      Trajectory log = trainOne(world, schedule, total, 1).trajectory();
      Schedule linear = new LoggedSchedule(log.step(), log.learningRate());
      Schedule logLinear = new PiecewiseLogLinear(log.step(), log.learningRate());

      assertThat(world.trueOutcome(linear, total, 1, 0).mean() / truth)
          .as("%s, linear between logged rates", schedule.name())
          .isCloseTo(1, within(0.005));
      // A last interval that falls from the peak's tenth to nothing is convex in the logarithm.
      assertThat(world.trueOutcome(logLinear, total, 1, 0).mean() / truth)
          .as("%s, log-linear between logged rates", schedule.name())
          .isCloseTo(1, within(0.02));
    }
  }

  @Test
  void languageModelTrainerDoesNotRaiseRatesAfterItsWarmup() {
    Schedule rising = ParametricSchedules.linear(5e-5, 2e-4, 24_000);
    HeldRates held = heldAfterWarmup(rising);

    Run run = trainOne(languageModel, rising, 24_000, 1);

    double[] logged = run.trajectory().learningRate();
    for (int k = 6; k < logged.length; k++) {
      assertThat(logged[k]).isLessThanOrEqualTo(logged[k - 1]);
    }
    assertThat(logged[4]).isGreaterThan(logged[0]);
    assertThat(languageModel.trueOutcome(rising, 24_000, 1, 0))
        .isEqualTo(languageModel.trueOutcome(held, 24_000, 1, 0));
  }

  private static HeldRates heldAfterWarmup(Schedule schedule) {
    double[] rates = new double[60];
    for (int k = 0; k < rates.length; k++) {
      int interval = Math.min(5, k);
      rates[k] = schedule.meanLearningRate(interval * 400, (interval + 1) * 400);
    }
    return new HeldRates(400, rates);
  }

  @Test
  void refusesNamesThatDoNotFit() {
    Schedule schedule = ParametricSchedules.constant(0.1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> quadratic.train(List.of(schedule), List.of(), 1200, 1))
        .withMessage("every schedule needs a name, found 1 schedules and 0 names");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quadratic.train(List.of(schedule, schedule), List.of("a", "a"), 1200, 1))
        .withMessage("run names must differ, found 'a' twice");
  }
}
