package io.lode.longrun.extend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.longrun.ExampleRuns;
import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.replan.ReplanConfig;
import io.lode.search.replan.RestSearch;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExtensionPlannerTest {

  private static final ExtensionPlanner PLANNER =
      new ExtensionPlanner(1, new RestSearch(ReplanConfig.Shifts.standard(), 0.4, 1, 7));

  /** The run of 50,000 steps that others go on from at step 40,000, and the group's own runs. */
  private static Sweep sweep;

  private static Run base;
  private static LongRunForecaster forecaster;

  @BeforeAll
  static void fit() {
    Sweep extended = ExampleRuns.sweep("209M-slimpajama_chunk1", run -> true);
    base =
        extended.runs().stream()
            .filter(run -> run.run().contains("T50000"))
            .findFirst()
            .orElseThrow();
    Sweep group = ExampleRuns.sweep("209M-slimpajama", run -> true);
    List<Run> runs = new ArrayList<>(group.runs());
    runs.add(base);
    sweep = new Sweep(group.group(), group.objective(), runs);
    forecaster =
        new LongRunTrainer(
                ModalConfig.standard(7).with(new ModalEffort(2, 1, 60, 6, 20)),
                LongRunConfig.standard())
            .fit(sweep);
  }

  @Test
  void forecastsHowARealRunWentOn() {
    Run whole =
        ExampleRuns.sweep("209M-slimpajama_chunk1", run -> run.run().startsWith("wsd-linear-0.6"))
            .runs()
            .get(0);
    MetricTransform transform = sweep.objective().transform();
    ContinuedForecaster continued =
        new ContinuedForecaster(forecaster, new Extension(sweep, base, 40_000, 100_000));
    double expected =
        transform.invert(continued.forecast(whole.schedule(), new double[] {99_800}).mean()[0]);
    assertThat(expected).as("last value of the run, 5 in 1000").isCloseTo(2.738, within(0.015));
  }

  @Test
  void theRestStartsAtTheRateInForceAndRepeatsThePast() {
    ExtensionPlan plan = PLANNER.plan(new Extension(sweep, base, 40_000, 100_000), forecaster);
    PiecewiseLogLinear schedule = plan.schedule();
    assertThat(schedule.step()[schedule.step().length - 1]).isEqualTo(100_000);
    assertThat(schedule.learningRate(40_000)).isCloseTo(1e-3, within(1e-6));
    assertThat(schedule.learningRate(20_000)).isCloseTo(1e-3, within(1e-5));
    assertThat(schedule.learningRate(150)).isCloseTo(5.05e-4, within(1e-5));
    assertThat(Arrays.stream(schedule.learningRate()).max().orElseThrow())
        .as("no rate that no run survived")
        .isLessThanOrEqualTo(1.02 * forecaster.reach().largestSurvived());
    assertThat(plan.usual()).hasSize(3);
    assertThat(plan.usual().get(0).outcome().mean())
        .as("the best first")
        .isLessThanOrEqualTo(plan.usual().get(2).outcome().mean());
    assertThat(plan.searched()).isEqualTo(plan.gain() > plan.gainDeviation());
    assertThat(plan.outcome().mean())
        .isLessThanOrEqualTo(plan.usual().get(0).outcome().mean() + 1e-12);
    assertThat(plan.warnings())
        .containsExactly("100000 steps are 1.6 times the longest run, which has 62500");
  }

  @Test
  void afterACooldownTheRateComesBackOverARamp() {
    ExtensionPlan plan = PLANNER.plan(new Extension(sweep, base, 50_000, 100_000), forecaster);
    double ramp = plan.schedule().learningRate(50_000 + 500) / plan.schedule().learningRate(50_000);
    assertThat(ramp).isGreaterThan(10);
    assertThat(plan.schedule().learningRate(50_000 + 5))
        .isLessThan(0.2 * plan.schedule().learningRate(50_000 + 500));
  }

  @Test
  void namesTheCheckpointBeforeTheCooldown() {
    assertThat(ExtensionPlanner.beforeCooldown(new Extension(sweep, base, 50_000, 100_000)))
        .hasValueCloseTo(40_000.0, within(400.0));
    assertThat(ExtensionPlanner.beforeCooldown(new Extension(sweep, base, 30_000, 100_000)))
        .isEmpty();
  }

  @Test
  void refusesStepsThatDoNotFitTheRun() {
    assertThatThrownBy(() -> new Extension(sweep, base, 40_000, 50_000))
        .hasMessage(
            "run wsd-linear-0.2_lr0.001_T50000-extend takes 50000 steps already; expected more than"
                + " that, found 50000");
    assertThatThrownBy(() -> new Extension(sweep, base, 60_000, 100_000))
        .hasMessage(
            "run wsd-linear-0.2_lr0.001_T50000-extend can go on from a step that it has logged,"
                + " from 50 to 50000, found 60000");
    Run diverged =
        new Run(
            "s", "r", null, base.hyperparameters(), RunStatus.DIVERGED, 50_000, base.trajectory());
    assertThatThrownBy(() -> new Extension(sweep, diverged, 40_000, 100_000))
        .hasMessage("run r has diverged after step 50000; expected a run that can go on");
  }
}
