package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PilotsTest {

  private static final Path CASE = Path.of("src/test/resources/cases/pilot-runs-decide-horizon");

  @Test
  void pilotsDoNotDecideTheHorizonOfTrainings(@TempDir Path store) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            "nightly",
            "--source",
            CASE.resolve("source.conf").toString(),
            "--input",
            CASE.resolve("logs").toString(),
            "--horizon",
            "1.0",
            "--set",
            "train.starts=1",
            "--set",
            "train.members=2",
            "--set",
            "train.held-out=false",
            "--store",
            store.resolve("store").toString(),
            "--master",
            "local[1]",
            "--json");

    assertThat(status).as(err.toString(UTF_8)).isZero();
    JsonNode schedule = new ObjectMapper().readTree(out.toByteArray()).at("/generate/schedules/0");
    assertThat(schedule.get("steps").asDouble()).isEqualTo(4000);
    assertThat(schedule.at("/bestRun/run").asText()).startsWith("full-");
    assertThat(err.toString(UTF_8))
        .contains(
            "runs planned for 20 and for 4000 steps are in group"
                + " model=m/dataset=d/optimizer=adam; its horizons are parts of 4000 steps");
  }
}
