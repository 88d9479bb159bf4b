package io.lode.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepTest {

  @Test
  void horizonsArePartsOfTheLengthThatMostRunsHave() {
    assertThat(Sweep.totalSteps(new double[] {1000, 2000, 1000, 990, 500})).isEqualTo(1000);
    assertThat(Sweep.totalSteps(new double[] {1000, 2000})).isEqualTo(2000);
  }

  @Test
  void pilotsDoNotOutvoteTrainings() {
    assertThat(Sweep.totalSteps(new double[] {20, 20, 20, 20, 20, 4000, 4000, 4000}))
        .isEqualTo(4000);
    // Pilots of pilots.
    assertThat(Sweep.totalSteps(new double[] {1, 1, 1, 20, 20, 4000})).isEqualTo(4000);
  }

  @Test
  void oneLongTrainingDoesNotOutvoteASweep() {
    double[] totals = new double[31];
    Arrays.fill(totals, 1000);
    totals[30] = 20_000;
    assertThat(Sweep.totalSteps(totals)).isEqualTo(1000);
    // Ten times as long is not over ten times as long.
    assertThat(Sweep.totalSteps(new double[] {400, 400, 4000, 4000, 400})).isEqualTo(400);
  }

  @Test
  void aGroupWithoutRunsHasNoLength() {
    Sweep none =
        new Sweep(
            new GroupKey("m", "d", "o"),
            new Objective("validation_loss", Direction.MINIMIZE, 1),
            List.of());
    assertThatThrownBy(none::totalSteps)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no runs");
  }
}
