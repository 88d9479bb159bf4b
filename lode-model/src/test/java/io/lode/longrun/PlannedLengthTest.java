package io.lode.longrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.longrun.PlannedLength.Unit;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannedLengthTest {

  @SafeVarargs
  private static Sweep sweep(Map<String, String>... hyperparameters) {
    List<Run> runs = new ArrayList<>();
    for (Map<String, String> one : hyperparameters) {
      runs.add(
          new Run(
              "s",
              "r" + runs.size(),
              null,
              one,
              RunStatus.COMPLETED,
              1,
              new Trajectory(
                  new double[] {1}, new double[] {1}, new double[] {1}, new double[] {1})));
    }
    return new Sweep(new GroupKey("m", "d", "o"), Objective.minimize("loss"), runs);
  }

  @Test
  void tokensAndExamplesBecomeSteps() {
    Sweep said = sweep(Map.of("tokens_per_step", "500000"), Map.of());
    assertThat(new PlannedLength(10e9, Unit.TOKENS).steps(said)).isEqualTo(20_000);
    Sweep product = sweep(Map.of("Batch_Size", "100", "seq_len", "512"));
    assertThat(new PlannedLength(512e5 + 1, Unit.TOKENS).steps(product))
        .as("rounded up")
        .isEqualTo(1001);
    assertThat(new PlannedLength(1000, Unit.EXAMPLES).steps(product)).isEqualTo(10);
    assertThat(PlannedLength.ofSteps(77).steps(product)).isEqualTo(77);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(
            () -> new PlannedLength(1, Unit.TOKENS).steps(sweep(Map.of("batch_size", "8"))))
        .hasMessage(
            "no run says how many tokens a step has; expected the hyperparameter tokens_per_step,"
                + " or batch_size and sequence_length, found batch_size; ask for --steps instead");
    assertThatThrownBy(
            () ->
                new PlannedLength(1, Unit.EXAMPLES)
                    .steps(sweep(Map.of("batch_size", "8"), Map.of("batch_size", "16"), Map.of())))
        .hasMessage(
            "the runs have different numbers of examples a step, 8, 16, and 1 do not say; ask for"
                + " --steps instead");
  }
}
