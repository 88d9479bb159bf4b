package io.lode.longrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LongRunPlannerTest {

  private static final LongRunPlanner PLANNER = new LongRunPlanner(LongRunConfig.standard());
  private static final Sweep CONSTANT_AND_COSINE =
      ExampleRuns.sweep(
          run ->
              run.trajectory().lastStep() < 30_100
                  && (run.run().startsWith("constant") || run.run().startsWith("cos")));

  private static LongRunForecaster fitted(Sweep sweep) {
    return new LongRunTrainer(
            ModalConfig.standard(7).with(new ModalEffort(2, 1, 60, 6, 20)),
            LongRunConfig.standard())
        .fit(sweep);
  }

  @Test
  void plansAShapeThatIsSurelyBetterThanWhatWasRun() {
    Sweep constants = ExampleRuns.sweep(run -> run.run().contains("linear-0.1_lr0.001_T15000"));
    LongRunPlan plan = PLANNER.plan(constants, fitted(constants), 30_000);
    assertThat(plan.shapes().get(0).outcome().mean())
        .isLessThanOrEqualTo(plan.bestKnown().outcome().mean());
    assertThat(plan.revised()).isEqualTo(plan.gain() > plan.gainDeviation());
    assertThat(plan.shape()).isNotBlank();
  }

  @Test
  void keepsTheScheduleOfTheBestRunUnlessAnotherOneIsSurelyBetter() {
    Sweep sweep = ExampleRuns.sweep(run -> run.trajectory().lastStep() < 15_100);
    String best = "run " + LongRunPlanner.bestRun(sweep).orElseThrow().run() + ", stretched";
    LongRunForecaster forecaster = fitted(sweep);
    LongRunPlan plan = PLANNER.plan(sweep, forecaster, 35_000);
    assertThat(plan.bestKnown().shape()).isEqualTo(best);
    assertThat(plan.shape()).isEqualTo(plan.revised() ? plan.rival().shape() : best);
    LongRunPlan never = new LongRunPlanner(sure(1e6)).plan(sweep, forecaster, 35_000);
    assertThat(never.revised()).isFalse();
    assertThat(never.shape()).isEqualTo(best);
    assertThat(never.gain()).isPositive();
    assertThat(never.rival().shape()).isEqualTo(never.shapes().get(0).shape());
  }

  /** The usual settings, with another number of standard deviations that a gain must exceed. */
  private static LongRunConfig sure(double surely) {
    LongRunConfig usual = LongRunConfig.standard();
    return new LongRunConfig(
        usual.modes(),
        usual.slowestMode(),
        usual.offsetWidth(),
        usual.settling(),
        usual.leastTrust(),
        usual.tail(),
        usual.curvature(),
        usual.floorGuesses(),
        usual.floorWidth(),
        usual.likeRates(),
        usual.error(),
        surely);
  }

  @Test
  void holdsNoRateThatNoRunSurvived() {
    Sweep sweep = CONSTANT_AND_COSINE;
    LongRunForecaster forecaster = fitted(sweep);
    LongRunPlan plan = PLANNER.plan(sweep, forecaster, 50_000);
    double largest = Arrays.stream(plan.schedule().learningRate()).max().orElseThrow();
    assertThat(largest).isLessThanOrEqualTo(1.02 * forecaster.reach().largestSurvived());
    double last = plan.schedule().step()[plan.schedule().step().length - 1];
    assertThat(last).isEqualTo(50_000);
  }

  @Test
  void knotsLieAtWholeSteps() {
    LongRunPlan plan = PLANNER.plan(CONSTANT_AND_COSINE, fitted(CONSTANT_AND_COSINE), 29_997);
    assertThat(plan.schedule().step()).hasSizeGreaterThan(2);
    for (double step : plan.schedule().step()) {
      assertThat(step).isEqualTo(Math.rint(step));
    }
  }

  @Test
  void shapesAreJudgedByTheirLastValue() {
    LongRunForecaster forecaster = fitted(CONSTANT_AND_COSINE);
    Schedule steep = step -> 1e-3 * (step < 38_000 ? 1 : Math.max(0.01, (40_000 - step) / 2000));
    double judged = forecaster.outcomes(List.of(steep), 40_000).mean(0);
    double[] forecast = forecaster.forecast(steep, new double[] {38_000, 40_000}).mean();
    assertThat(judged).isCloseTo(forecast[1], within(2e-3));
    assertThat(judged).as("what the cooldown brings").isLessThan(forecast[0] - 0.01);
  }

  @Test
  void warnsOfWhatNoRunReached() {
    LongRunForecaster forecaster = fitted(CONSTANT_AND_COSINE);
    assertThat(PLANNER.plan(CONSTANT_AND_COSINE, forecaster, 60_000).warnings())
        .containsExactly("60000 steps are 2.0 times the longest run, which has 30000");
  }

  @Test
  void refusesStepsThatArePositiveOnlyByName() {
    LongRunForecaster forecaster = fitted(CONSTANT_AND_COSINE);
    assertThatThrownBy(() -> PLANNER.plan(CONSTANT_AND_COSINE, forecaster, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be over 0 and finite, found 0.0");
    assertThatThrownBy(() -> PLANNER.plan(CONSTANT_AND_COSINE, forecaster, 400))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "steps must be at least twice the warm-up of the group, which takes \\d+, found 400");
  }

  @Test
  void aSweepWithoutCooldownSaysSo() {
    Sweep sweep =
        ExampleRuns.sweep(
            run -> run.run().startsWith("constant") || run.run().startsWith("wsd-linear-0.1"));
    Sweep held =
        new Sweep(
            sweep.group(),
            sweep.objective(),
            sweep.runs().stream().map(run -> run.until(12_000).orElseThrow()).toList());
    assertThat(held.runs()).allMatch(run -> !run.diverged());
    assertThat(Reach.of(held).warnings(held.runs().get(0).schedule(), 12_000))
        .containsExactly(
            "no run lowered its learning rate, so that nothing is known about what a cooldown"
                + " brings");
  }

  @Test
  void aRateThatNoRunSurvivedIsTold() {
    Run run = CONSTANT_AND_COSINE.runs().get(0);
    assertThat(Reach.of(CONSTANT_AND_COSINE).warnings(step -> 5e-3, run.trajectory().lastStep()))
        .first()
        .asString()
        .startsWith(
            "the schedule holds a learning rate of 0.00500; the largest that a run survived");
  }
}
