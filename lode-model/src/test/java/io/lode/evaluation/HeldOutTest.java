package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutTest {

  private static Sweep sweep() {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      double rate = 0.1 * Math.pow(1.5, i);
      runs.add(Sweeps.run("run" + i, step -> rate, step -> 1 + 9 * Math.exp(-rate * step / 100)));
    }
    runs.add(Sweeps.run("stuck", step -> 10, step -> step < 30 ? 10 : 6));
    return Sweeps.losses(runs.toArray(Run[]::new));
  }

  @Test
  void noForecastIsJudgedByARunThatDidNotLearn() {
    HeldOut heldOut = new HeldOut(sweep());
    assertThat(heldOut.folds().stream().flatMap(List::stream).map(Run::run))
        .containsExactlyInAnyOrder("run0", "run1", "run2", "run3", "run4", "run5");
  }

  @Test
  void whatAFoldLeavesIsTheRestOfTheSweep() {
    Sweep sweep = sweep();
    HeldOut heldOut = new HeldOut(sweep);
    for (int fold = 0; fold < heldOut.folds().size(); fold++) {
      assertThat(heldOut.rest(fold).runs())
          .doesNotContainAnyElementsOf(heldOut.folds().get(fold))
          .hasSize(sweep.runs().size() - heldOut.folds().get(fold).size());
    }
  }
}
