package io.lode.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.latent.LatentConfig;
import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstNightBenchTest {

  private static FirstNightPlan plan(String search, FirstNightSweep sweep) {
    Settings settings = Settings.defaults();
    return new FirstNightPlan(
        List.of("over-fitting"),
        Worlds.STANDARD,
        1,
        "modal",
        search,
        List.of(sweep),
        1,
        2,
        2,
        new RegretMethods(
            SearchSettings.of(settings).search(),
            TrainSettings.of(settings),
            LatentConfig.published(1)));
  }

  @Test
  void aSweepOfConstantRatesGainsOnItsFirstNight() {
    FirstNightPlan plan = plan("nightly", new FirstNightSweep("constant", 8, 2));
    FirstNightTable.Row row =
        FirstNightTable.row(new FirstNightBench(plan, line -> {}).run(cell -> {}));
    assertThat(row.median().keySet())
        .containsExactly(
            "planned, night 0",
            "planned, night 1",
            "proven, night 0",
            "proven, night 1",
            "rule",
            "tuner, night 0",
            "tuner, night 1");
    assertThat(row.median().get("planned, night 0")).isGreaterThan(0.3);
    assertThat(row.median().get("proven, night 0")).isCloseTo(0, within(1e-3));
    assertThat(row.proposals()).isEqualTo(2);
    assertThat(FirstNightTable.heading(row).get(0))
        .startsWith("| world | shape | runs | decades | planned, night 0 |");
    assertThat(FirstNightTable.markdown(row)).startsWith("| over-fitting | constant | 8 | 2.0 | ");
  }

  @Test
  void drawsPeaksOverTheDecadesAskedForInTheShapesAskedFor() {
    World world = Worlds.quadratic(Worlds.STANDARD);
    SweepDraw constant = new FirstNightSweep("constant", 20, 2).draw(world, 1);
    assertThat(constant.schedules())
        .allSatisfy(schedule -> assertThat(schedule.peak()).isBetween(0.033, 3.3));
    assertThat(constant.schedules())
        .extracting(schedule -> schedule.shape())
        .containsOnly("constant");
    SweepDraw mixed = new FirstNightSweep(FirstNightSweep.MIXED, 5, 2).draw(world, 1);
    assertThat(mixed.schedules()).extracting(s -> s.shape()).doesNotHaveDuplicates();
    assertThat(constant.schedules().get(0).learningRate(1200))
        .isEqualTo(constant.schedules().get(0).peak());
  }

  @Test
  void theRuleHoldsTheBestPeakAndCoolsDownOverTheLastFifth() {
    World world = Worlds.quadratic(Worlds.STANDARD);
    SweepDraw draw = new FirstNightSweep("cosine", 1, 2).draw(world, 1);
    EvaluatedRun run =
        SweepOutcomes.of(
                new Sweep(
                    new GroupKey("m", "d", "o"),
                    world.objective(),
                    world.train(draw.schedules(), draw.names(), 1200, 1)),
                1200)
            .best()
            .orElseThrow();
    Schedule rule = FirstNightLoop.rule(run, 1e-9, 1200);
    double peak = rule.learningRate(600);
    assertThat(peak).isGreaterThan(0.95 * draw.schedules().get(0).peak());
    assertThat(rule.learningRate(950)).isEqualTo(peak);
    assertThat(rule.learningRate(1080)).isCloseTo(0.5 * peak, within(1e-9));
    assertThat(rule.learningRate(1200)).isEqualTo(1e-9);
    assertThat(rule.learningRate(5)).isLessThan(0.3 * peak);
  }

  private static org.assertj.core.data.Offset<Double> within(double distance) {
    return org.assertj.core.api.Assertions.within(distance);
  }

  @Test
  void namesWhatThereIs() {
    assertThatThrownBy(() -> plan("luck", new FirstNightSweep("constant", 8, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "search must be one of nightly, free, bayesian, random, repeat, latent, found 'luck'");
    World world = Worlds.quadratic(Worlds.STANDARD);
    assertThatThrownBy(() -> new FirstNightSweep("zigzag", 8, 2).draw(world, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("shape must be mixed or one of cosine, ")
        .hasMessageEndingWith(", found 'zigzag'");
    assertThatThrownBy(() -> new FirstNightSweep("constant", 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sweep needs runs and decades, found 0 and 2.0");
  }
}
