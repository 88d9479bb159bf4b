package io.lode.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleSettingsTest {

  private static final ScheduleSettings SETTINGS =
      new ScheduleSettings(
          Map.of("weight_decay", "0.1", "batch_size", "256", "nesterov", "true", "act", "relu"),
          "the best run",
          List.of(new ScheduleSettings.Change("weight_decay", "0.3", 1.25, 0.02)),
          List.of("act explains nothing beside the rate"));

  @Test
  void valuesKeepTheirTypeInJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    ScheduleSettingsJson.write(json, SETTINGS);
    JsonNode values = json.get("values");
    assertThat(values.get("weight_decay").isNumber()).isTrue();
    assertThat(values.get("nesterov").isBoolean()).isTrue();
    assertThat(values.get("act").isTextual()).isTrue();
    assertThat(json.at("/changes/0/objective").asDouble()).isEqualTo(1.25);
    assertThat(ScheduleSettingsJson.read(json)).isEqualTo(SETTINGS);
  }

  @Test
  void aFileWithoutSettingsHasNone() {
    JsonNode none = new ObjectMapper().createObjectNode().path("settings");
    assertThat(ScheduleSettingsJson.read(none)).isEqualTo(ScheduleSettings.NONE);
  }

  @Test
  void aTextThatLooksLikeANumberToPeopleAloneStaysAText() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    ScheduleSettingsJson.write(
        json, new ScheduleSettings(Map.of("x", "007", "y", "1e999"), "", List.of(), List.of()));
    assertThat(json.at("/values/x").asText()).isEqualTo("007");
    assertThat(json.at("/values/y").isTextual()).isTrue();
  }

  @Test
  void settingsAreWordsInTheOrderOfTheirNames() {
    assertThat(SETTINGS.inWords())
        .isEqualTo("act=relu, batch_size=256, nesterov=true, weight_decay=0.1");
  }

  @Test
  void aCsvHoldsOneSettingALine() {
    assertThat(new String(SettingsCsv.write(Map.of("wd", "0.1", "note", "a, \"b\"")), UTF_8))
        .isEqualTo("name,value\nnote,\"a, \"\"b\"\"\"\nwd,0.1\n");
  }
}
