package io.lode.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.TestSpark;
import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {

  private static final String CURVES = Path.of("..", "examples", "llm-loss-curves").toString();
  private static final String BASELINE = Path.of("..", "examples", "algoperf-baseline").toString();

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @BeforeAll
  static void startSpark() {
    TestSpark.session();
  }

  private int run(String... arguments) {
    out.reset();
    errors.reset();
    return Lode.run(
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8)),
        arguments);
  }

  private String store() {
    return folder.resolve("store").toString();
  }

  @Test
  void inspectWritesASourceFileThatIngestTakesAsItIs() throws IOException {
    Path source = folder.resolve("source.conf");
    assertThat(run("inspect", CURVES, "--output", source.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("csv: 18 files, such as 25M/constant_24000.csv")
        .contains("18 files read: 4162 observations of 18 runs, rejected {}")
        .contains("row: run=constant_24000, step=2176, learning_rate=3.0E-4, train_loss=3.7666")
        .contains("read them with: lode ingest --source " + source + " --input " + CURVES);
    assertThat(run("inspect", CURVES, "--output", source.toString())).isZero();
    assertThat(
            run(
                "ingest",
                "--source",
                source.toString(),
                "--input",
                CURVES,
                "--store",
                store(),
                "--json"))
        .isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(report.path("observations").asLong()).isEqualTo(4162);
    assertThat(report.path("rejected").asLong()).isZero();
  }

  @Test
  void anotherFileIsNotOverwritten() throws IOException {
    Path source = folder.resolve("source.conf");
    Files.writeString(source, "mine");
    assertThat(run("inspect", CURVES, "--output", source.toString())).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "lode: "
                + source
                + " exists and says something else; name another file with --output\n");
    assertThat(source).hasContent("mine");
  }

  @Test
  void ingestWithoutASourceReadsWhatIsSure() throws IOException {
    assertThat(run("ingest", "--input", CURVES, "--store", store(), "--json")).isZero();
    JsonNode report = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(report.path("deliveries")).hasSize(1);
    assertThat(report.path("deliveries").get(0).path("observations").asLong()).isEqualTo(4162);
  }

  @Test
  void ingestWithoutASourceAsksWhereTheGuessMayBeWrong() {
    assertThat(run("ingest", "--input", BASELINE, "--store", store())).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("lode: no column holds the learning rate. Its peak is guessed from")
        .contains("write a source file with lode inspect " + BASELINE);
    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  void inspectPrintsOneDocument() throws IOException {
    Path source = folder.resolve("source.conf");
    assertThat(run("inspect", BASELINE, "--output", source.toString(), "--json")).isZero();
    JsonNode document = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(document.path("sure").asBoolean()).isFalse();
    JsonNode logs = document.path("logs").get(0);
    assertThat(logs.path("source").asText()).isEqualTo(source.toString());
    assertThat(logs.path("format").asText()).isEqualTo("csv");
    assertThat(logs.path("questions").toString()).contains("\"open\":true");
  }
}
