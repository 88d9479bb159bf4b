package io.lode.jobs.ingest.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrajectoryBuilderTest {

  private static final TrajectoryBuilder LOSS =
      new TrajectoryBuilder(Objective.minimize("validation_loss"), new IngestSettings(3, 0.99));

  private static LoggedRun log(String run, Double planned, boolean running, Double... losses) {
    int length = losses.length;
    double[] step = new double[length];
    double[] rate = new double[length];
    for (int i = 0; i < length; i++) {
      step[i] = 10.0 * (i + 1);
      rate[i] = 0.1;
    }
    return new LoggedRun(
        "s", run, null, Map.of(), planned, running, step, rate, losses, losses.clone());
  }

  private static Run only(LoggedRun log) {
    return LOSS.build(List.of(log)).get(0);
  }

  @Test
  void completedRunsReachedTheirPlannedStepsAndStoppedOnesDidNot() {
    assertThat(only(log("r", 30.0, false, 2.0, 1.5, 1.0)).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(only(log("r", 30.3, false, 2.0, 1.5, 1.0)).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(only(log("r", 31.0, false, 2.0, 1.5, 1.0)).status()).isEqualTo(RunStatus.STOPPED);
  }

  @Test
  void lastStepStandsForUnknownPlansOfARunThatEnded() {
    Run run = only(log("r", null, false, 2.0, 1.5));
    assertThat(run.totalSteps()).isEqualTo(20);
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void longestRunStandsForUnknownPlansOfRunsThatDivergedOrGoOn() {
    List<Run> runs =
        LOSS.build(
            List.of(
                log("long", null, false, 2.0, 1.5, 1.0, 0.9),
                log("diverged", null, false, 2.0, Double.NaN),
                log("running", null, true, 2.0, 1.5)));
    assertThat(runs.stream().map(Run::totalSteps)).containsExactly(40.0, 40.0, 40.0);
    assertThat(runs.stream().map(Run::status))
        .containsExactly(RunStatus.COMPLETED, RunStatus.DIVERGED, RunStatus.RUNNING);
  }

  @Test
  void runningRunIsCompletedOnceItTookItsPlannedSteps() {
    assertThat(only(log("r", 20.0, true, 2.0, 1.5)).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(only(log("r", 40.0, true, 2.0, 1.5)).status()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void keepsWhatCameBeforeALossWasNotFinite() {
    for (Double bad : new Double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Run run = only(log("r", 40.0, false, 2.0, 1.5, bad, 1.2));
      assertThat(run.status()).isEqualTo(RunStatus.DIVERGED);
      assertThat(run.trajectory().step()).containsExactly(10, 20);
      assertThat(run.trajectory().objective()).containsExactly(2.0, 1.5);
    }
  }

  @Test
  void lossOverThreeTimesTheFirstLoggedOneHasDiverged() {
    assertThat(only(log("r", 40.0, false, null, 2.0, 6.0, 1.0)).status())
        .isEqualTo(RunStatus.COMPLETED);
    Run run = only(log("r", 40.0, false, null, 2.0, 6.001, 1.0));
    assertThat(run.status()).isEqualTo(RunStatus.DIVERGED);
    assertThat(run.trajectory().trainLoss()).containsExactly(Double.NaN, 2.0);
  }

  @Test
  void accuracyMayGrowToManyTimesItsFirstValue() {
    TrajectoryBuilder accuracy =
        new TrajectoryBuilder(
            Objective.maximize("validation_accuracy", 1), new IngestSettings(3, 0.99));
    LoggedRun log = log("r", 20.0, false, null, null);
    log.objective()[0] = 0.001;
    log.objective()[1] = 0.7;
    assertThat(accuracy.build(List.of(log)).get(0).status()).isEqualTo(RunStatus.COMPLETED);
    log.objective()[1] = Double.NaN;
    assertThat(accuracy.build(List.of(log)).get(0).status()).isEqualTo(RunStatus.DIVERGED);
  }

  @Test
  void runThatDivergedAtOnceHasNoPointsAndAPositiveTotal() {
    Run run = only(log("r", null, false, Double.NaN, Double.NaN));
    assertThat(run.trajectory().length()).isZero();
    assertThat(run.totalSteps()).isEqualTo(20);
    assertThat(run.status()).isEqualTo(RunStatus.DIVERGED);
  }

  @Test
  void metricsThatWereNotLoggedAreNaN() {
    Run run = only(log("r", 30.0, false, 2.0, null, 1.0));
    assertThat(Arrays.stream(run.trajectory().objective()).boxed())
        .containsExactly(2.0, Double.NaN, 1.0);
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
  }
}
