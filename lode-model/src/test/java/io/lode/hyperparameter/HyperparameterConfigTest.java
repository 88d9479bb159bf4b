package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HyperparameterConfigTest {

  @Test
  void namesTheSettingThatIsOutOfItsRange() {
    assertThatThrownBy(() -> new HyperparameterConfig(3, 10, 4, 0.9, 2.5, 120, 0.02))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fewest-varied-runs must be at least 4, found 3");
    assertThatThrownBy(() -> new HyperparameterConfig(8, 10, 4, 1.9, 2.5, 120, 0.02))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("confounded must be from 0 to 1, found 1.9");
    assertThatThrownBy(() -> new HyperparameterConfig(8, 10, 4, 0.9, 2.5, 7, 0.02))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("most-varied-runs must be at least 8, found 7");
  }
}
