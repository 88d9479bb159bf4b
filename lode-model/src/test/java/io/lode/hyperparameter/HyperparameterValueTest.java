package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperparameterValueTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.1", "1e-1", " 0.10 ", ".1", "+0.1"})
  void numbersAreTheSameHoweverTheyAreWritten(String text) {
    assertThat(HyperparameterValue.of(text).same(HyperparameterValue.of("0.1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "None", "null", "NaN", "n/a"})
  void whatWasNotSetIsMissing(String text) {
    assertThat(HyperparameterValue.of(text).missing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x10", "1d", "1e999", "1,5", "ten", "1 2"})
  void otherTextsAreCategories(String text) {
    assertThat(HyperparameterValue.of(text)).isEqualTo(new HyperparameterValue.Category(text));
  }

  @Test
  void trueAndFalseAreFlags() {
    assertThat(HyperparameterValue.of("True")).isEqualTo(new HyperparameterValue.Flag(true));
    assertThat(HyperparameterValue.of("false")).isEqualTo(new HyperparameterValue.Flag(false));
  }

  @Test
  void whatNoRunLoggedIsMissing() {
    assertThat(HyperparameterValue.of(null).text()).isEqualTo("missing");
  }
}
