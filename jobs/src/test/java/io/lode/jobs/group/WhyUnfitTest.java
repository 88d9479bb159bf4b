package io.lode.jobs.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhyUnfitTest {

  private static Sweep sweep(double rate, double loss) {
    double[] step = {1, 2};
    double[] rates = {rate, rate};
    double[] losses = {loss, loss};
    Run run =
        new Run(
            "s",
            "r",
            null,
            Map.of(),
            RunStatus.COMPLETED,
            2,
            new Trajectory(step, rates, losses, losses));
    return new Sweep(
        new GroupKey("m", "d", "o"), Objective.minimize("validation_loss"), List.of(run));
  }

  @Test
  void aLossOfZeroIsNamedAsSuch() {
    assertThat(WhyUnfit.of(sweep(0.1, 0)))
        .contains(
            "no value of validation_loss can be used, the largest of its 1 runs is 0.000; a loss"
                + " must be over 0 and finite, since its logarithm is fitted: name another metric as"
                + " objective");
    assertThat(WhyUnfit.of(sweep(0.1, -3)).orElseThrow()).contains("is -3.000;");
  }

  @Test
  void nothingLoggedAndNoRateAreToldApart() {
    assertThat(WhyUnfit.of(sweep(0.1, Double.NaN)).orElseThrow())
        .startsWith("none of its 1 runs logged a number as validation_loss");
    assertThat(WhyUnfit.of(sweep(0, 2)).orElseThrow())
        .startsWith("none of its 1 runs logged a learning rate over 0");
    assertThat(WhyUnfit.of(sweep(0.1, 2))).isEmpty();
  }
}
