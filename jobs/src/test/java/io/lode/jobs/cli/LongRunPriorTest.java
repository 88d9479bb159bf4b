package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.jobs.cli.options.Console;
import io.lode.prior.PriorArtifact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans of trainings of another length, in groups with few runs. */
class LongRunPriorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private record Answer(int status, JsonNode json, String errors) {}

  private Answer lode(String[] command, int fewRuns) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(command));
    all.addAll(List.of("--store", folder.resolve("store").toString(), "--master", "local[1]"));
    all.add("--json");
    if (!command[0].equals("ingest")) {
      all.addAll(List.of("--group", "model=100M,dataset=c4", "--set", "train.members=2"));
      all.addAll(List.of("--set", "prior.few-runs-beyond=" + fewRuns));
    }
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }

  @Test
  void everyPlanOfAGroupWithFewRunsIsShrunkToWhatOtherGroupsShowed() throws IOException {
    String[] ingest = {
      "ingest", "--source", "llm-loss-curves", "--input", "../examples/llm-loss-curves"
    };
    assertThat(lode(ingest, 0).status()).isZero();
    String[][] plans = {
      {"generate", "--steps", "80000"},
      {"generate", "--anytime"},
      {"extend", "--run", "cosine_24000", "--steps", "48000"}
    };
    for (String[] plan : plans) {
      for (int fewRuns : new int[] {12, 4}) {
        Answer planned = lode(plan, fewRuns);
        assertThat(planned.status()).as(planned.errors()).isZero();
        JsonNode path = planned.json().findValue("path");
        Path file = folder.resolve("store").resolve(path.asText());
        assertThat(
                ScheduleArtifactJson.read(Files.readAllBytes(file), file.toString())
                    .provenance()
                    .ensemble())
            .as(String.join(" ", plan))
            .matches("fitted to \\d+ runs of up to \\d+ steps, prior .+")
            .endsWith("prior " + (fewRuns == 12 ? PriorArtifact.bundled().id() : "none"));
      }
    }
  }
}
