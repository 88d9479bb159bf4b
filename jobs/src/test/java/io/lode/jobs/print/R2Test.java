package io.lode.jobs.print;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class R2Test {

  private static Map<String, Object> of(double mae, double r2) {
    Map<String, Object> json = new LinkedHashMap<>();
    R2.put(json, mae, r2);
    return json;
  }

  @Test
  void aNumberNeedsNoReason() {
    assertThat(of(0.1, -3.5)).containsExactly(Map.entry("r2", -3.5));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN, 'no run was held out, or the forecasts of those that were are no numbers'",
    "Infinity, -Infinity, a forecast is infinite",
    "0.1, NaN, 'the observations of the held-out runs do not vary, so there is nothing to explain'",
    "0.1, -Infinity, 'the observations of a held-out run hardly vary, and the error is over the"
        + " largest number times their variance'",
  })
  void whatIsNoNumberIsNullWithTheReason(double mae, double r2, String reason) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

    new Console(stream, stream).json(of(mae, r2));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"r2\" : null", "\"r2Reason\" : \"" + reason + "\"");
  }
}
