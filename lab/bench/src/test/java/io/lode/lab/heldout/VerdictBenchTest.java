package io.lode.lab.heldout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.ensemble.FitConfig;
import io.lode.ensemble.HeldOutEnds;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.modal.ModalTrainer;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictBenchTest {

  private static final FitConfig FITS = FitConfig.standard(1);

  @Test
  void aWorldThatTheModelFollowsIsForecastAndReliedOn() {
    World world = Worlds.named("multi-power-law", 1);
    SweepDraw draw = SweepDraw.of(world, 12, 1);
    Sweep sweep =
        new Sweep(
            new GroupKey(world.name(), "simulated", GroupKey.UNKNOWN),
            world.objective(),
            world.train(draw.schedules(), draw.names(), world.totalSteps(), 1000));
    VerdictBench bench =
        new VerdictBench(
            new ModalTrainer(FITS.modal().briefEnsemble())::fit,
            runs -> HeldOutEnds.ofModal(runs, FITS));
    VerdictBench.Row row = bench.measure(world, sweep);
    assertThat(row.verdict()).isEqualTo("better");
    assertThat(row.forecast()).isLessThan(row.repeated());
    assertThat(row.worthFollowing()).isTrue();
  }

  @Test
  void countsHowOftenTheVerdictWasRight() {
    List<VerdictBench.Row> rows =
        List.of(
            new VerdictBench.Row("a", "better", 0.01, 0.02, 0.1, 0.2),
            new VerdictBench.Row("b", "not-measured", 0.01, 0.02, 0.1, 0.2),
            new VerdictBench.Row("c", "better", 0.01, 0.02, 0.3, 0.2),
            new VerdictBench.Row("d", "no-better", 0.03, 0.02, 0.3, 0.2));
    assertThat(VerdictBench.lines(rows))
        .contains(
            "| a | better | 0.010 | 0.020 | 0.100 | 0.200 |",
            "| relied on | 2 | 1 |",
            "| not relied on | 0 | 1 |");
  }
}
