package io.lode.jobs.conf.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

  private static final Map<String, Double> VALUES =
      Map.of("warmup_factor", 0.1, "total_steps", 133333.0, "lr", 2.0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 3",
        "1.5e-3 | 0.0015",
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "8 / 4 / 2 | 1",
        "5 - 2 - 1 | 2",
        "-lr + 5 | 3",
        "2 * -3 | -6",
        "${lr} * lr | 4",
        "int(${warmup_factor} * total_steps) | 13333",
        "int(-2.5) | -2",
        "min(lr, 7) + max(lr, 7) | 9"
      })
  void evaluates(String text, double expected) {
    assertThat(Expression.parse(text).evaluate(VALUES::get)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + | expected a number, a name or '(' at character 4 of '1 +', found the end",
        "(1 | expected ')' at character 3 of '(1', found the end",
        "1 2 | expected an operator or the end at character 3 of '1 2', found '2'",
        "${ | expected a name and '}' at character 3 of '${', found the end",
        "sin(1) | functions are int, min and max, found 'sin' in 'sin(1)'"
      })
  void namesThePlaceOfAnError(String text, String message) {
    assertThatThrownBy(() -> Expression.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void survivesSerialization() {
    Expression expression = Expression.parse("min(lr, 3) * 2");
    assertThat(org.apache.commons.lang3.SerializationUtils.roundtrip(expression))
        .isEqualTo(expression);
  }
}
