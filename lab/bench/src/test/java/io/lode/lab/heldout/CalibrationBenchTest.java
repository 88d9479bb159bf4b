package io.lode.lab.heldout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.EnsembleTrainer.Correction;
import io.lode.ensemble.FitConfig;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.HyperparameterConfig;
import io.lode.hyperparameter.HyperparameterRoles;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalTrainer;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalibrationBenchTest {

  private static Sweep sweep(int size) {
    World world = Worlds.quadratic(1);
    SweepDraw draw = SweepDraw.of(world, size, 1);
    return new Sweep(
        new GroupKey(world.name(), "simulated", GroupKey.UNKNOWN),
        world.objective(),
        world.train(draw.schedules(), draw.names(), world.totalSteps(), 1000));
  }

  private final CalibrationBench bench =
      new CalibrationBench(
          new EnsembleTrainer(FitConfig.standard(1), Set.of(Correction.CURVES)),
          sweep ->
              Effects.of(
                  sweep,
                  HyperparameterRoles.of(List.of(), List.of(), List.of(), List.of()),
                  HyperparameterConfig.standard(),
                  new ModalTrainer(ModalConfig.standard(1).brief())::fit));

  @Test
  void judgesBandsByRunsThatNothingHasSeen() {
    CalibrationBench.Row row = bench.measure(sweep(12)).orElseThrow();

    assertThat(row.runs()).isBetween(6, 12);
    assertThat(Math.abs(row.within68() - 0.68)).isLessThan(Math.abs(row.uncorrected68() - 0.68));
    assertThat(row.within95()).isGreaterThan(row.within68());
    assertThat(row.outcomes()).isBetween(6, 12);
    assertThat(row.outcome95()).isBetween(0.5, 1.0);
  }

  @Test
  void hasNothingToSayOfFewRuns() {
    assertThat(bench.measure(sweep(5))).isEmpty();
  }

  @Test
  void poolsGroupsByTheirRuns() {
    List<CalibrationBench.Row> rows =
        List.of(
            new CalibrationBench.Row("a", 30, 0.1, 0.2, 0.6, 0.9, 0, Double.NaN, Double.NaN),
            new CalibrationBench.Row("b", 10, 0.5, 0.6, 0.8, 1.0, 8, 0.75, 1.0));

    CalibrationBench.Row all = CalibrationBench.pooled(rows);

    assertThat(all.runs()).isEqualTo(40);
    assertThat(all.within68()).isCloseTo(0.65, within(1e-12));
    assertThat(all.uncorrected95()).isCloseTo(0.3, within(1e-12));
    assertThat(CalibrationBench.lines(rows))
        .last()
        .isEqualTo("| all | 40 | 0.20 | 0.30 | 0.65 | 0.93 | 8 | 0.75 | 1.00 |");
  }
}
