package io.lode.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.evaluation.LlmLossCurves;
import io.lode.forecast.TrainingException;
import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEvidence;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupEvidenceTest {

  private static final ModalEvidence FIT =
      new LongRunTrainer(ModalConfig.standard(7), LongRunConfig.standard())
          .evidence(LlmLossCurves.sweep("25M"));

  /** The fit, had it been so many times as sharp. */
  private static ModalEvidence sharper(double factor) {
    return new ModalEvidence(
        FIT.setting(),
        FIT.parameters(),
        Arrays.stream(FIT.precision())
            .map(row -> Arrays.stream(row).map(value -> factor * value).toArray())
            .toArray(double[][]::new),
        FIT.deviation(),
        FIT.autocorrelation(),
        FIT.offsets());
  }

  /**
   * As runs that diverged made four in a hundred simulated groups, which stopped every estimate.
   */
  @Test
  void aFitThatIsTooSharpTeachesNothing() {
    assertThat(GroupEvidence.of(sharper(1), List.of("run"), 0.1).precision()[0][0]).isPositive();
    ModalEvidence sharp = sharper(1e40);
    assertThatThrownBy(() -> GroupEvidence.of(sharp, List.of("run"), 0.1))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the fit gives '")
        .hasMessageContaining("expected at most 1.00e+12");
  }
}
