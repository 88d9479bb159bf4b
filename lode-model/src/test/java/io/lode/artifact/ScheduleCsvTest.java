package io.lode.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.schedule.PiecewiseLogLinear;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleCsvTest {

  @Test
  void readsWhatItWrote() {
    PiecewiseLogLinear schedule =
        new PiecewiseLogLinear(new double[] {0, 0.1, 1e6}, new double[] {1e-9, 1.0 / 3, 2});
    assertThat(ScheduleCsv.read(ScheduleCsv.write(schedule), "f")).isEqualTo(schedule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step,lr;1,2 | f line 1: expected step,learning_rate, found 'step,lr'",
        "step,learning_rate;1,x | f line 2: expected two numbers, found '1,x'",
        "step,learning_rate;1,2;3 | f line 3: expected two numbers, found '3'",
        "step,learning_rate;1,0 | f: knot learning rates must be positive and finite, found 0.0 at"
            + " step 1.0",
        "step,learning_rate;2,1;1,1 | f: knot steps must increase, found 1.0 after 2.0 at index 1"
      })
  void namesTheLineAndWhatIsWrong(String lines, String message) {
    assertThatThrownBy(() -> ScheduleCsv.read(lines.replace(';', '\n').getBytes(UTF_8), "f"))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(message);
  }
}
