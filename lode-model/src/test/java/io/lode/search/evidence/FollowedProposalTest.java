package io.lode.search.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.search.EvidenceConfig;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowedProposalTest {

  private static final int STEPS = 1000;

  /** Up by a factor of 20, down by one of 80: steep between ten logs. */
  private static final PiecewiseLogLinear STEEP =
      new PiecewiseLogLinear(
          new double[] {0, 50, 600, 1000}, new double[] {0.01, 0.2, 0.1, 2.5e-3});

  private static EvaluatedRun run(Schedule schedule, double... steps) {
    double[] rate = Arrays.stream(steps).map(schedule::learningRate).toArray();
    double[] loss = new double[steps.length];
    Arrays.fill(loss, 1);
    Run run =
        new Run(
            "sweep",
            "run",
            null,
            Map.of(),
            RunStatus.COMPLETED,
            STEPS,
            new Trajectory(steps, rate, loss, loss));
    Sweep sweep =
        new Sweep(new GroupKey("m", "d", "o"), Objective.minimize("validation_loss"), List.of(run));
    return SweepOutcomes.of(sweep, STEPS).runs().get(0);
  }

  private static double[] every(int steps) {
    return IntStream.rangeClosed(1, STEPS / steps).mapToDouble(i -> i * steps).toArray();
  }

  private static boolean followed(EvaluatedRun run) {
    return FollowedProposal.by(run, STEEP, STEPS, EvidenceConfig.standard());
  }

  @Test
  void recognizesASteepProposalByFewLogs() {
    assertThat(followed(run(STEEP, every(100)))).isTrue();
    assertThat(followed(run(STEEP, every(5)))).isTrue();
  }

  @Test
  void takesTheRateOfTheStepBeforeForTheSame() {
    Schedule late = step -> STEEP.learningRate(Math.max(0, step - 1));
    assertThat(followed(run(late, DoubleStream.iterate(1, s -> s + 1).limit(STEPS).toArray())))
        .isTrue();
  }

  @Test
  void tellsAProposalFromItsNeighbours() {
    assertThat(followed(run(step -> 1.05 * STEEP.learningRate(step), every(100)))).isTrue();
    assertThat(followed(run(step -> 1.1 * STEEP.learningRate(step), every(100)))).isFalse();
    assertThat(followed(run(step -> 0.1, every(100)))).isFalse();
  }

  @Test
  void recognizesAProposalWhoseRateTheTrainerCapped() {
    assertThat(followed(run(step -> Math.min(0.17, STEEP.learningRate(step)), every(20)))).isTrue();
    assertThat(followed(run(step -> Math.min(0.15, STEEP.learningRate(step)), every(20))))
        .isFalse();
  }

  @Test
  void comparesARunThatEndedEarlyUpToItsEnd() {
    assertThat(followed(run(STEEP, 100, 200, 300))).isTrue();
    assertThat(followed(run(step -> 0.1, 100, 200, 300))).isFalse();
  }

  @Test
  void cannotTellByTheFirstStepsAlone() {
    assertThat(followed(run(step -> 0.01, 1, 2))).isFalse();
  }
}
