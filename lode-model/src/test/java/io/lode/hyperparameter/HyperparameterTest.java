package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.hyperparameter.Hyperparameter.Scale;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HyperparameterTest {

  private static Hyperparameter of(String... texts) {
    return Hyperparameter.of("x", Stream.of(texts).map(HyperparameterValue::of).toList(), false);
  }

  @Test
  void positiveNumbersOverADecadeAreComparedByTheirRatio() {
    assertThat(of("0.001", "0.1").scale()).isEqualTo(Scale.LOG);
    assertThat(of("0.05", "0.1").scale()).isEqualTo(Scale.LINEAR);
    assertThat(of("0", "100").scale()).isEqualTo(Scale.LINEAR);
    assertThat(of("relu", "gelu").scale()).isEqualTo(Scale.LEVELS);
  }

  @Test
  void aDeclaredLogScaleHoldsForASmallRange() {
    List<HyperparameterValue> values = Stream.of("64", "128").map(HyperparameterValue::of).toList();
    assertThat(Hyperparameter.of("batch", values, true).scale()).isEqualTo(Scale.LOG);
  }

  @Test
  void theMiddleOfALogScaleIsTheGeometricMean() {
    assertThat(of("0.001", "0.1").place(0.01)).isCloseTo(0.5, within(1e-12));
    assertThat(of("0.001", "0.1").valueAt(0.5)).isEqualTo("0.01");
    assertThat(of("0.00001", "0.1").valueAt(0)).isEqualTo("0.00001");
    assertThat(of("16", "256").valueAt(0.5)).isEqualTo("64");
  }

  @Test
  void aMissingValueSaysNothingOfANumber() {
    Hyperparameter one = of("0.001", "0.1");
    HyperparameterValue missing = new HyperparameterValue.Missing();
    assertThat(one.similarity(missing, HyperparameterValue.of("0.1"), 1)).isZero();
    assertThat(one.similarity(missing, missing, 1)).isEqualTo(1);
    assertThat(one.similarity(HyperparameterValue.of("0.1"), HyperparameterValue.of("1e-1"), 1))
        .isEqualTo(1);
  }
}
