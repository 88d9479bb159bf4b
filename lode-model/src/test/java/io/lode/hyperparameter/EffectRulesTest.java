package io.lode.hyperparameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EffectRulesTest {

  @Test
  void readsWhatItWrites() {
    EffectRules rules =
        new EffectRules(
                EffectRules.Clock.EXAMPLES,
                0.5,
                EffectRules.NONE.shifts(),
                EffectRules.NONE.dropped())
            .with(
                "a\tname with tabs",
                new EffectRules.RateShift(Hyperparameter.Scale.LOG, -0.123456789))
            .without(List.of("dropout"));
    assertThat(EffectRules.parse(rules.text())).isEqualTo(rules);
    assertThat(EffectRules.parse(EffectRules.NONE.text())).isEqualTo(EffectRules.NONE);
    assertThat(EffectRules.parse(null)).isEqualTo(EffectRules.NONE);
  }

  @Test
  void saysWhatItCannotRead() {
    assertThatThrownBy(() -> EffectRules.parse("clock\tHOURS"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the effects of hyperparameters must be lines that begin with clock, rate, shift or"
                + " dropped, found 'clock\tHOURS'; run lode train again");
  }
}
