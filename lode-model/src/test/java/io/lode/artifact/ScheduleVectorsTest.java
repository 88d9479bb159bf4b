package io.lode.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.schedule.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The vectors that the Python client is tested against, too; clients/vectors/generate.py. */
class ScheduleVectorsTest {

  private static final Path VECTORS = Path.of("..", "clients", "vectors");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ScheduleArtifact artifact(String name) throws IOException {
    return ScheduleArtifactJson.read(
        Files.readAllBytes(VECTORS.resolve("artifacts").resolve(name)), name);
  }

  @Test
  void learningRatesAreThoseOfTheDefinition() throws IOException {
    int compared = 0;
    for (JsonNode vector : JSON.readTree(VECTORS.resolve("vectors.json").toFile())) {
      ScheduleArtifact artifact = artifact(vector.get("artifact").asText());
      Schedule schedule =
          vector.get("totalSteps").isNull()
              ? artifact.schedule()
              : artifact.scheduleFor(vector.get("totalSteps").asDouble());
      for (int i = 0; i < vector.get("steps").size(); i++) {
        double step = vector.get("steps").get(i).asDouble();
        double expected = vector.get("learningRates").get(i).asDouble();
        assertThat(schedule.learningRate(step) / expected)
            .as("%s, total %s, step %s", vector.get("artifact"), vector.get("totalSteps"), step)
            .isCloseTo(1, within(1e-12));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(1000);
  }

  @Test
  void cooldownsAreThoseOfTheDefinition() throws IOException {
    JsonNode vectors = JSON.readTree(VECTORS.resolve("cooldowns.json").toFile());
    assertThat(vectors).hasSizeGreaterThan(10);
    for (JsonNode vector : vectors) {
      ScheduleArtifact artifact = artifact(vector.get("artifact").asText());
      double fromStep = vector.get("fromStep").asDouble();
      Cooldowns cooldowns = artifact.longRun().cooldowns();
      double steps = cooldowns.steps(fromStep);
      assertThat(steps / vector.get("recommendedSteps").asDouble()).isCloseTo(1, within(1e-12));
      Schedule stopped = cooldowns.stopped(artifact.scheduleFor(7), fromStep, steps);
      for (int i = 0; i < vector.get("steps").size(); i++) {
        double step = vector.get("steps").get(i).asDouble();
        assertThat(stopped.learningRate(step) / vector.get("learningRates").get(i).asDouble())
            .as("%s, step %s", vector, step)
            .isCloseTo(1, within(1e-12));
      }
    }
  }

  @Test
  void damagedFilesAreRefusedWithWhatWasFoundAndExpected() throws IOException {
    JsonNode refused = JSON.readTree(VECTORS.resolve("refused.json").toFile());
    assertThat(refused).hasSizeGreaterThan(20);
    for (JsonNode damaged : refused) {
      byte[] content = damaged.get("content").asText().getBytes(UTF_8);
      assertThatThrownBy(() -> ScheduleArtifactJson.read(content, "f.json"))
          .as(damaged.get("name").asText())
          .isInstanceOf(ArtifactException.class)
          .hasMessageStartingWith("f.json" + damaged.get("message").asText());
    }
  }

  @Test
  void anArtifactOfAnotherWriterKeepsItsScheduleWhenWrittenAgain() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(VECTORS.resolve("artifacts"))) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(names).hasSizeGreaterThan(10);
    for (String name : names) {
      ScheduleArtifact artifact = artifact(name);
      byte[] written = ScheduleArtifactJson.write(artifact);
      ScheduleArtifact again = ScheduleArtifactJson.read(written, name);
      assertThat(again.schedule()).as(name).isEqualTo(artifact.schedule());
      assertThat(ScheduleArtifactJson.write(again)).as(name).isEqualTo(written);
    }
  }

  @Test
  void theRunOfAnOwnPlanIsRead() throws IOException {
    assertThat(artifact("own-plan.json").run()).isEqualTo("../run 1*~é\"\\\n\u2028");
    assertThat(artifact("warm-up.json").run()).isNull();
  }
}
