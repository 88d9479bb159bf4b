package io.lode.longrun.anytime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.longrun.ExampleRuns;
import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunTrainer;
import io.lode.longrun.anytime.AnytimePlan.Stop;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AnytimePlannerTest {

  private static final AnytimePlanner PLANNER = new AnytimePlanner(1);

  private static Sweep sweep;
  private static LongRunForecaster forecaster;
  private static AnytimePlan plan;

  @BeforeAll
  static void plan() {
    sweep = ExampleRuns.sweep(run -> run.run().matches("(wsd|cos).*_lr0.00[12]_T15000(-2)?"));
    forecaster =
        new LongRunTrainer(
                ModalConfig.standard(7).with(new ModalEffort(2, 1, 60, 6, 20)),
                LongRunConfig.standard())
            .fit(sweep);
    plan = PLANNER.plan(sweep, forecaster, 30_000);
  }

  @Test
  void laterStopsBeginLaterAndReachMore() {
    List<Stop> stops = plan.stops();
    assertThat(stops).hasSizeBetween(6, 8);
    assertThat(stops.get(stops.size() - 1).end()).isEqualTo(30_000);
    for (int i = 1; i < stops.size(); i++) {
      assertThat(stops.get(i).fromStep()).isGreaterThan(stops.get(i - 1).fromStep());
      assertThat(stops.get(i).mean()).isLessThan(stops.get(i - 1).mean());
    }
    assertThat(stops.get(stops.size() - 1).standardDeviation())
        .as("the band grows beyond the runs")
        .isGreaterThan(stops.get(1).standardDeviation());
  }

  @Test
  void whatAStopWillReachIsWhatARealRunReached() {
    MetricTransform transform = sweep.objective().transform();
    Stop nearest =
        plan.stops().stream().filter(stop -> stop.end() > 24_000).findFirst().orElseThrow();
    assertThat(transform.invert(nearest.mean()))
        .as("runs of 25,000 steps at this peak, cooled down over 20 and 40%%: 3.001 and 2.992")
        .isCloseTo(2.99, within(0.03));
  }

  @Test
  void theTrunkHoldsNoRateThatNoRunSurvivedAndStartsWithAWarmUp() {
    double[] rates = plan.trunk().learningRate();
    assertThat(Arrays.stream(rates).max().orElseThrow())
        .isLessThanOrEqualTo(1.02 * forecaster.reach().largestSurvived());
    assertThat(rates[0]).isLessThan(0.2 * plan.trunk().learningRate(5000));
    assertThat(plan.trunk().step()[rates.length - 1]).isEqualTo(30_000);
    assertThat(plan.others()).isNotEmpty();
  }

  @Test
  void refusesAnEndBeforeTheFirstStop() {
    assertThatThrownBy(() -> PLANNER.plan(sweep, forecaster, 2000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "a training without a known end must be planned beyond step 3750, a quarter of the"
                + " longest run and four warm-ups; found 2000");
  }
}
