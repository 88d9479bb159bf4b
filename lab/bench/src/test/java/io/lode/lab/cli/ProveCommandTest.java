package io.lode.lab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.OptionalProgram;
import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head-to-head of a small training program, as a user runs it, on a real Spark. */
class ProveCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private record Answer(int status, JsonNode json, String errors) {}

  @BeforeEach
  void copyProgram() throws IOException {
    OptionalProgram.PYTHON.require();
    for (String name :
        List.of(
            "quadratic.py",
            "quadratic.conf",
            "quadratic-logs.conf",
            "longer.conf",
            "longer-logs.conf")) {
      try (InputStream stream = getClass().getResourceAsStream("/proof/" + name)) {
        String text = new String(stream.readAllBytes(), UTF_8);
        Path source = folder.resolve(name.replace(".conf", "-logs.conf"));
        Files.writeString(folder.resolve(name), text.replace("SOURCE", source.toString()));
      }
    }
  }

  private Answer prove(Path trial, String... more) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of("prove", "--trial", trial.toString(), "--json"));
    all.addAll(List.of("--store", folder.resolve("store").toString(), "--master", "local[2]"));
    all.addAll(Arrays.asList(more));
    int status =
        LodeLab.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }

  @Test
  void aHeadToHeadComparesAllOnTheSameSeedsAndGoesOnWhereItWas() throws IOException {
    Path file = folder.resolve("quadratic.conf");
    String[] settings = {
      "--set", "train.held-out=false", "--set", "train.members=2", "--set", "train.starts=1"
    };
    Answer answer = prove(file, settings);
    assertThat(answer.errors()).doesNotContain("lode:");
    assertThat(answer.status()).isZero();
    List<String> methods = new ArrayList<>();
    for (JsonNode method : answer.json().get("methods")) {
      methods.add(method.get("method").asText());
      assertThat(method.get("judged")).hasSize(2);
      assertThat(method.at("/judged/0/seed").asInt()).isEqualTo(101);
      assertThat(method.get("topEigenvalue").asDouble()).isEqualTo(1.0);
      assertThat(method.at("/againstBestBaseline/seeds").asInt()).isEqualTo(2);
      assertThat(method.get("expectedValidation").asDouble()).isBetween(0.05, 0.2);
    }
    assertThat(methods)
        .containsExactly(
            "best run of the sweep",
            "lode night 0 planned",
            "lode night 0 proven",
            "lode night 1 planned",
            "lode night 1 proven",
            "lode, replanned in flight",
            "multi-power-law",
            "cosine",
            "constant");
    assertThat(answer.json().at("/noise/correlationOfSeeds").asDouble()).isBetween(-1.001, -0.999);
    // The same further runs: the sweep's ten and two of the night, the sweep's six and two.
    assertThat(answer.json().at("/methods/4/runsBefore").asInt()).isEqualTo(12);
    assertThat(answer.json().at("/methods/7/runsBefore").asInt()).isEqualTo(8);
    // Four and one more, each of which counts as two trainings.
    assertThat(answer.json().at("/methods/8/runsBefore").asInt()).isEqualTo(10);
    assertThat(answer.json().get("horizons")).hasSize(4);
    assertThat(answer.json().at("/horizons/0/reached")).hasSize(2);
    Path trials = folder.resolve("trials");
    assertThat(Files.readString(trials.resolve("proof.md")))
        .contains("| **lode night 1 proven** |", "| schedule made for | at 50% | at 100% |");
    assertThat(Files.size(trials.resolve("proof.png"))).isGreaterThan(10_000);
    assertThat(Files.size(trials.resolve("horizons.png"))).isGreaterThan(10_000);

    try (Stream<Path> made = Files.list(trials.resolve("decisions"))) {
      List<Path> looks =
          made.filter(path -> path.getFileName().toString().startsWith("replanned-")).toList();
      assertThat(looks).hasSize(2);
      for (Path look : looks) {
        for (JsonNode plan : JSON.readTree(look.toFile())) {
          assertThat(plan.get("note").asText())
              .matches("(kept|revised): .*the best rest found is expected .*");
        }
      }
    }

    // The half has a night of its own, whose proposals end there.
    JsonNode half =
        JSON.readTree(trials.resolve("decisions/horizon-0.5-night-1-proposals.json").toFile());
    assertThat(half).hasSize(2);
    for (JsonNode proposal : half) {
      List<String> rows = Files.readAllLines(trials.resolve(proposal.get("path").asText()));
      assertThat(rows.get(rows.size() - 1)).startsWith("60.0,");
    }
    try (Stream<Path> ran = Files.list(trials.resolve("horizon-0.5-night-1"))) {
      assertThat(ran).hasSize(2);
    }

    // It goes on wherever its folder lies; Iceberg's tables alone know where they were made.
    Map<String, FileTime> made = times(trials);
    Path moved = Files.move(trials, folder.resolve("moved"));
    FileUtils.deleteDirectory(moved.resolve("stores").toFile());
    List<String> there = new ArrayList<>(List.of("--folder", moved.toString()));
    there.addAll(List.of(settings));
    JsonNode again = prove(file, there.toArray(String[]::new)).json();
    assertThat(again.get("methods")).isEqualTo(answer.json().get("methods"));
    assertThat(again.get("horizons")).isEqualTo(answer.json().get("horizons"));
    assertThat(times(moved)).isEqualTo(made);
  }

  @Test
  void whatEverybodyTunesInShortRunsIsJudgedInLongerOnesForTheBestRunsHyperparameters()
      throws IOException {
    Answer answer =
        prove(
            folder.resolve("longer.conf"),
            "--set",
            "train.held-out=false",
            "--set",
            "train.starts=1");

    assertThat(answer.errors()).doesNotContain("lode:");
    List<String> methods = new ArrayList<>();
    for (JsonNode method : answer.json().get("methods")) {
      methods.add(method.get("method").asText());
      assertThat(method.at("/settings/steps").asText()).isEqualTo("240");
      // The noise of the small batch is twice that of the large one.
      assertThat(method.at("/settings/batch_size").asText()).isEqualTo("4");
    }
    assertThat(methods)
        .containsExactly(
            "best run of the sweep",
            "lode night 0 planned",
            "lode night 1 planned",
            "cosine at the best peak");
    Path trials = folder.resolve("trials");
    List<String> planned = rows(trials, "night-1-planned");
    assertThat(planned.get(planned.size() - 1)).startsWith("240.0,");
    JsonNode proposals = JSON.readTree(trials.resolve("decisions/night-1-proposals.json").toFile());
    assertThat(proposals.get(0).at("/hyperparameters/batch_size").asText()).isEqualTo("4");
  }

  private static List<String> rows(Path trials, String decision) throws IOException {
    JsonNode decided = JSON.readTree(trials.resolve("decisions/" + decision + ".json").toFile());
    return Files.readAllLines(trials.resolve(decided.get("path").asText()));
  }

  private static Map<String, FileTime> times(Path trials) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(trials)) {
      for (Path path : paths.filter(p -> p.endsWith("trial.json")).toList()) {
        times.put(trials.relativize(path).toString(), Files.getLastModifiedTime(path));
      }
    }
    return times;
  }
}
