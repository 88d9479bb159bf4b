package io.lode.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.evaluation.Sweeps;
import io.lode.trajectory.Run;
import org.junit.jupiter.api.Test;

class SweepOutcomesTest {

  private static final Run LEARNS =
      Sweeps.run("learns", step -> 0.1, step -> 1 + 9 * Math.exp(-step / 200));
  private static final Run BETTER =
      Sweeps.run("better", step -> 0.2, step -> 1 + 9 * Math.exp(-step / 100));

  @Test
  void onlyARateThatARunLearnedUnderCountsAsSurvived() {
    Run stuck = Sweeps.run("stuck", step -> 10, step -> step < 30 ? 10 : 6);
    assertThat(SweepOutcomes.of(Sweeps.losses(LEARNS, BETTER, stuck), 1000).bounds().maximum())
        .isCloseTo(0.2, within(1e-9));
    Run higher = Sweeps.run("higher", step -> 10, step -> 2 + 8 * Math.exp(-step / 100));
    assertThat(SweepOutcomes.of(Sweeps.losses(LEARNS, BETTER, higher), 1000).bounds().maximum())
        .isCloseTo(10, within(1e-9));
  }
}
