package io.lode.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.evaluation.Sweeps;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SweepLearningTest {

  private static final double START = 100;

  /** Logs of step 0 and fifty further steps. */
  private static Run run(String name, DoubleUnaryOperator loss) {
    return run(name, RunStatus.COMPLETED, 51, loss);
  }

  private static Run run(String name, RunStatus status, int count, DoubleUnaryOperator loss) {
    double[] steps = new double[count];
    for (int i = 0; i < count; i++) {
      steps[i] = i * Sweeps.TOTAL / 50;
    }
    double[] losses = Arrays.stream(steps).map(loss).toArray();
    return Sweeps.run(name, status, step -> 0.1, steps, losses);
  }

  /** From the start to a level, with a little noise. */
  private static DoubleUnaryOperator decay(double level, double speed) {
    return step ->
        (level + (START - level) * Math.exp(-speed * step / Sweeps.TOTAL))
            * Math.exp(0.01 * Math.sin(1 + 17 * step));
  }

  private static final Run GOOD = run("good", decay(10, 5));
  private static final Run FAIR = run("fair", decay(30, 5));

  private static RunLearning judged(Run run, Run... others) {
    Run[] all = Arrays.copyOf(others, others.length + 1);
    all[others.length] = run;
    return SweepLearning.of(Sweeps.losses(all)).runs().stream()
        .filter(one -> one.run().equals(run.run()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunThatImprovesLearns() {
    RunLearning fair = judged(FAIR, GOOD);
    assertThat(fair.status()).isEqualTo(LearningStatus.LEARNS);
    assertThat(fair.teaches()).isTrue();
    assertThat(fair.progress()).isEqualTo(Math.log(100 / 30.0) / Math.log(10), within(0.05));
    assertThat(fair.reason()).matches("it went 5\\d% of the way to the best level");
  }

  @Test
  void aRunThatStaysAtItsFirstLossLearnedNothing() {
    RunLearning stays = judged(run("stays", step -> 99 - step / Sweeps.TOTAL), GOOD, FAIR);
    assertThat(stays.status()).isEqualTo(LearningStatus.LEARNED_NOTHING);
    assertThat(stays.teaches()).isFalse();
    assertThat(stays.reason())
        .isEqualTo("it went 1% of the way from the start of training to the best level");
  }

  @Test
  void aRunThatHardlyMovesFarFromTheBestIsStuckAtAPlateau() {
    Run stuck = run("stuck", step -> step == 0 ? START : 50 + 0.001 * Math.sin(step));
    RunLearning judged = judged(stuck, GOOD, FAIR);
    assertThat(judged.status()).isEqualTo(LearningStatus.PLATEAU);
    assertThat(judged.teaches()).isFalse();
    assertThat(judged.reason())
        .matches(
            "it hardly moved after the first tenth of training, at 3\\d% of the way to the best level");
  }

  @Test
  void aRunThatScattersAroundAFloorOfItsOwnLearns() {
    Run floor = run("floor", step -> step == 0 ? START : 50 * Math.exp(0.05 * Math.sin(9 * step)));
    assertThat(judged(floor, GOOD, FAIR).status()).isEqualTo(LearningStatus.LEARNS);
  }

  @Test
  void aRunThatWasDoneEarlyIsNoPlateau() {
    Run early = run("early", step -> step == 0 ? START : 10.2);
    assertThat(judged(early, GOOD, FAIR).status()).isEqualTo(LearningStatus.LEARNS);
  }

  @Test
  void aRunThatRisesAboveTheStartAndDoesNotRecoverBlewUp() {
    Run rises = run("rises", step -> step > 100 && step < 300 ? 250 : 70 - step / 100);
    RunLearning judged = judged(rises, GOOD, FAIR);
    assertThat(judged.status()).isEqualTo(LearningStatus.BLEW_UP);
    assertThat(judged.teaches()).isFalse();
    assertThat(judged.reason()).endsWith("after it rose above the start");
  }

  @Test
  void aRunThatLosesWhatItLearnedBlewUp() {
    Run loses = run("loses", step -> step < 500 ? decay(20, 9).applyAsDouble(step) : 99);
    RunLearning judged = judged(loses, GOOD, FAIR);
    assertThat(judged.status()).isEqualTo(LearningStatus.BLEW_UP);
    assertThat(judged.reason()).matches("it ended after \\d% of the way, back from \\d\\d%");
  }

  @Test
  void aRunTeachesWhatItLearnedBeforeItDiverged() {
    RunLearning late = judged(run("late", RunStatus.DIVERGED, 30, decay(20, 5)), GOOD, FAIR);
    assertThat(late.status()).isEqualTo(LearningStatus.DIVERGED);
    assertThat(late.teaches()).isTrue();
    RunLearning soon = judged(run("soon", RunStatus.DIVERGED, 2, decay(20, 5)), GOOD, FAIR);
    assertThat(soon.status()).isEqualTo(LearningStatus.DIVERGED);
    assertThat(soon.teaches()).isFalse();
    Run stuck = run("stuck", RunStatus.DIVERGED, 30, step -> step == 0 ? START : 50);
    assertThat(judged(stuck, GOOD, FAIR).teaches()).isFalse();
  }

  @Test
  void aRunThatEndedEarlyIsNotJudged() {
    Run brief = run("brief", RunStatus.STOPPED, 10, step -> START);
    RunLearning judged = judged(brief, GOOD, FAIR);
    assertThat(judged.status()).isEqualTo(LearningStatus.LEARNS);
    assertThat(judged.reason()).isEqualTo("it ended too early to be judged");
  }

  @Test
  void nothingLearnsWhereNoRunMovesAfterItsFirstSteps() {
    Sweep sweep =
        Sweeps.losses(
            run("a", step -> step == 0 ? START : 52.93),
            run("b", step -> step == 0 ? START : 52.94 + 1e-4 * Math.sin(step)),
            run("c", step -> step == 0 ? START : 90));
    SweepLearning learning = SweepLearning.of(sweep);
    assertThat(learning.nothingLearns()).isTrue();
    assertThat(learning.count(LearningStatus.PLATEAU)).isEqualTo(3);
    assertThat(learning.runs().get(0).reason())
        .isEqualTo("no run of the sweep moves after the first tenth of training");
    assertThat(SweepLearning.teaching(sweep)).isSameAs(sweep);
  }

  @Test
  void onlyRunsThatTeachAreFittedTo() {
    Run stuck = run("stuck", step -> step == 0 ? START : 50);
    Sweep sweep = Sweeps.losses(GOOD, FAIR, stuck);
    assertThat(SweepLearning.teaching(sweep).runs()).containsExactlyInAnyOrder(GOOD, FAIR);
    Sweep healthy = Sweeps.losses(GOOD, FAIR);
    assertThat(SweepLearning.teaching(healthy)).isSameAs(healthy);
  }

  @Test
  void accuraciesAreJudgedByTheirErrorRate() {
    Run learns = run("learns", step -> 0.1 + 0.8 * step / Sweeps.TOTAL);
    Run chance = run("chance", step -> 0.1);
    List<RunLearning> judged = SweepLearning.of(Sweeps.accuracies(chance, learns)).runs();
    assertThat(judged.stream().map(RunLearning::status))
        .containsExactly(LearningStatus.LEARNED_NOTHING, LearningStatus.LEARNS);
  }

  @Test
  void aRunWithoutFiniteValuesLearnedNothing() {
    RunLearning nothing = judged(run("nan", step -> Double.NaN), GOOD, FAIR);
    assertThat(nothing.status()).isEqualTo(LearningStatus.LEARNED_NOTHING);
    assertThat(nothing.reason()).isEqualTo("it logged no finite value");
  }
}
