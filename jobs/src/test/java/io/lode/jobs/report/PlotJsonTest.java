package io.lode.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlotJsonTest {

  private static final String HOSTILE = "</script><!--\u2028\u2029\"\\ \u00e9\ud83d\ude00&";

  private static String json(Curve... curves) {
    return PlotJson.write(List.of(Plot.of("p", "step", HOSTILE, Plot.Scale.LOG, List.of(curves))));
  }

  @Test
  void noTextEndsTheScriptElement() throws JsonProcessingException {
    String text = json(new Curve(HOSTILE, "run", new double[] {1}, new double[] {2}));
    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text)).isTrue();
    assertThat(text).doesNotContain("<", ">", "&");
    JsonNode read = new ObjectMapper().readTree(text);
    assertThat(read.at("/p/y").asText()).isEqualTo(HOSTILE);
    assertThat(read.at("/p/curves/0/label").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void equalPositionsAreWrittenOnceAndNumbersAreShort() throws JsonProcessingException {
    String text =
        json(
            new Curve("a", "run", new double[] {0, 24000}, new double[] {1.0 / 3, Double.NaN}),
            new Curve("b", "run", new double[] {0, 24000}, new double[] {3e-5, 1e-300}),
            new Curve("c", "run", new double[] {7}, new double[] {123456789}));
    assertThat(text).contains("[0.33333,null]").contains("[0.00003,1E-300]");
    JsonNode read = new ObjectMapper().readTree(text);
    assertThat(read.at("/p/positions")).hasSize(2);
    assertThat(read.at("/p/curves/1/x").asInt()).isZero();
    assertThat(read.at("/p/curves/2/x").asInt()).isEqualTo(1);
    assertThat(read.at("/p/positions/0/1").asDouble()).isEqualTo(24000);
    assertThat(read.at("/p/curves/2/y/0").asDouble()).isEqualTo(123460000);
  }
}
