package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.cli.options.Console;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.WorldCsv;
import io.lode.lab.world.Worlds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group that cannot be fitted among one that can. */
class FailingGroupTest {

  @TempDir private Path folder;
  private String errors;

  private JsonNode nightly(int expectedStatus) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> arguments =
        List.of(
            "nightly",
            "--source",
            "csv",
            "--input",
            folder.resolve("logs").toString(),
            "--store",
            folder.resolve("store").toString(),
            "--horizon",
            "1.0",
            "--set",
            "train.members=2",
            "--set",
            "train.held-out=false",
            "--master",
            "local[2]",
            "--json");
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            arguments.toArray(String[]::new));
    errors = err.toString(UTF_8);
    assertThat(status).as(err.toString(UTF_8)).isEqualTo(expectedStatus);
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private Path cardOfGood() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store/ensembles/model=good"))) {
      return files
          .filter(file -> file.endsWith("card.json"))
          .filter(file -> !file.toString().contains(".damaged-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void failsAloneAndTheNextRunDoesOnlyWhatIsMissing() throws IOException {
    World world = Worlds.quadratic(1);
    SweepDraw draw = SweepDraw.of(world, 10, 1);
    WorldCsv.write(
        folder.resolve("logs"),
        "good",
        "toy",
        world.train(draw.schedules(), draw.names(), world.totalSteps(), 1));
    Path bad = Files.createDirectories(folder.resolve("logs/bad/toy"));
    Files.writeString(bad.resolve("r.csv"), "step,learning_rate,validation_loss\n10,0.1,NaN\n");

    JsonNode night = nightly(4);
    assertThat(night.at("/generate/schedules")).hasSize(1);
    assertThat(night.at("/generate/schedules/0/model").asText()).isEqualTo("good");
    assertThat(night.at("/generate/skipped/0/model").asText()).isEqualTo("bad");
    JsonNode failed = night.at("/train/groups/0");
    assertThat(failed.get("model").asText()).isEqualTo("bad");
    assertThat(failed.get("failure").asText()).isNotEmpty();
    assertThat(night.get("error").asText())
        .startsWith("train failed for 1 of 2 groups, the first is ");

    JsonNode again = nightly(4);
    assertThat(again.at("/train/groups/1/fitted").asBoolean()).isFalse();
    assertThat(again.at("/generate/schedules/0/version").asInt()).isEqualTo(1);

    Files.writeString(cardOfGood(), "{}");
    JsonNode damaged = nightly(4);
    assertThat(damaged.get("error").asText()).startsWith("train failed for 1 of 2 groups");
    assertThat(damaged.at("/train/groups/1/fitted").asBoolean()).isTrue();
    assertThat(damaged.at("/generate/schedules/0/version").asInt()).isEqualTo(1);
    assertThat(errors)
        .contains("lode: notice: mended: ")
        .contains("/card.json: its content does not match SHA256SUMS beside it; expected ")
        .contains("; the ensemble is set aside as ensembles/")
        .doesNotContain("unexpected");
    assertThat(Files.readString(cardOfGood())).contains("lode-ensemble/1");
  }
}
