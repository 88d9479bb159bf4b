package io.lode.model.crossgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.model.network.FitCheckpoints;
import org.junit.jupiter.api.Test;

class CrossConfigTest {

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> CrossConfig.standard(1).ofSteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be at least 1, found 0");
    assertThatThrownBy(() -> new CrossSizes(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("code must be at least 1, found 0");
  }

  @Test
  void aDeviceThatIsNoneIsNamed() {
    CrossTrainer trainer = new CrossTrainer(CrossConfig.standard(1).ofSteps(1).on("tpu"));
    assertThatThrownBy(() -> trainer.ofLosses(MadeUpGroups.groups(1), FitCheckpoints.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device must be cpu or gpu0, gpu1, ..., found tpu");
    assertThat(CrossConfig.standard(1).on("gpu0").device()).isEqualTo("gpu0");
  }
}
