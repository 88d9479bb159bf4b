package io.lode.jobs.cli;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of a small training program, as a user runs them, on a real Spark. */
class TrialCommandsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private record Answer(int status, JsonNode json, String errors) {}

  @BeforeEach
  void copyProgram() throws IOException {
    OptionalProgram.PYTHON.require();
    for (String name : List.of("quadratic.py", "quadratic.conf", "quadratic-logs.conf")) {
      try (InputStream stream = getClass().getResourceAsStream("/proof/" + name)) {
        String text = new String(stream.readAllBytes(), UTF_8);
        Path source = folder.resolve("quadratic-logs.conf");
        Files.writeString(folder.resolve(name), text.replace("SOURCE", source.toString()));
      }
    }
  }

  private Answer lode(String command, Path trial, String... more) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(command, "--trial", trial.toString(), "--json"));
    all.addAll(List.of("--store", folder.resolve("store").toString(), "--master", "local[2]"));
    all.addAll(Arrays.asList(more));
    int status =
        Lode.run(
            new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    return new Answer(status, JSON.readTree(out.toByteArray()), err.toString(UTF_8));
  }

  private Path trial(String text) throws IOException {
    Path file = folder.resolve("other.conf");
    Files.writeString(
        file,
        "trial { source = \""
            + folder.resolve("quadratic-logs.conf")
            + "\", folder = other, time-limit = 1 minute, "
            + text
            + " }");
    return file;
  }

  @Test
  void aSweepIsRunOnceAndIngested() throws IOException {
    Path file = folder.resolve("quadratic.conf");
    Path proposal = folder.resolve("proposal.csv");
    Files.writeString(proposal, "step,learning_rate\n0,1.0\n120,0.01\n");
    Answer first = lode("sweep", file, "--schedule", proposal.toString());
    assertThat(first.errors()).doesNotContain("lode:");
    assertThat(first.status()).isZero();
    assertThat(first.json().get("finished").asInt()).isEqualTo(11);
    assertThat(first.json().get("finishedBefore").asInt()).isZero();
    assertThat(first.json().at("/ingest/runs").asInt()).isEqualTo(11);
    assertThat(first.json().at("/ingest/rejected").asInt()).isZero();

    // What a crash leaves behind is neither read nor taken for a finished trial.
    Path sweep = Path.of(first.json().get("folder").asText());
    Path finished = firstTrial(sweep);
    Files.move(finished, sweep.resolve(".running-" + finished.getFileName()));
    Answer again = lode("sweep", file, "--schedule", proposal.toString());
    assertThat(again.json().get("finishedBefore").asInt()).isEqualTo(10);
    assertThat(again.json().get("finished").asInt()).isEqualTo(11);
    assertThat(again.json().at("/ingest/groups/0/runs").asInt()).isEqualTo(11);
  }

  private static Path firstTrial(Path sweep) throws IOException {
    try (Stream<Path> trials = Files.list(sweep)) {
      return trials
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .min(Path::compareTo)
          .orElseThrow();
    }
  }

  @Test
  void trialsThatFailAreNamedWithTheirReasonsAndTheOthersCount() throws IOException {
    Path file =
        trial(
            "command = [python3, quadratic.py, \"{directory}\", constant, \"{peak}\", \"{seed}\"],"
                + " retries = 1, grids = [{ peak = [0.1, -1] }]");
    Answer answer = lode("sweep", file);
    assertThat(answer.status()).isEqualTo(4);
    assertThat(answer.json().at("/ingest/runs").asInt()).isEqualTo(1);
    assertThat(answer.json().get("failures")).hasSize(1);
    assertThat(answer.json().at("/failures/0/reason").asText())
        .contains("exit status 1: peak must be positive, found -1.0");
    assertThat(answer.errors()).contains("sweep failed for 1 of 2 trials, the first is t--1-s1");
  }

  @Test
  void aTrialThatTakesTooLongIsEnded() throws IOException {
    Path file = folder.resolve("slow.conf");
    Files.writeString(
        file,
        "trial { command = [sleep, \"{time}\"], folder = slow, time-limit = 1 second,"
            + " grids = [{ time = 100 }] }");
    Answer answer = lode("sweep", file);
    assertThat(answer.status()).isEqualTo(3);
    assertThat(answer.json().at("/failures/0/reason").asText())
        .contains("it took longer than the time limit of 1.0 s");
  }

  @Test
  void noShellReadsASetting() throws IOException {
    String hostile = "$(touch hacked); `touch hacked` > 'a b' \\\"c\\\" *";
    Path file =
        trial(
            "command = [python3, -c, \"import sys; open(sys.argv[1] + '/said', 'w').write(sys.argv[2])\","
                + " \"{directory}\", \"{text}\"], grids = [{ text = \""
                + hostile
                + "\" }]");
    Answer answer = lode("sweep", file, "--no-ingest");
    assertThat(answer.status()).isZero();
    Path trial = firstTrial(folder.resolve("other/sweep"));
    assertThat(Files.readString(trial.resolve("said"))).isEqualTo(hostile.replace("\\\"", "\""));
    assertThat(folder.resolve("hacked")).doesNotExist();
  }

  @Test
  void aFinishedTrialOfAnotherCommandIsNotTakenForThisOne() throws IOException {
    String rest = ", grids = [{ peak = 1 }]";
    assertThat(lode("sweep", trial("command = [echo, a]" + rest), "--no-ingest").status()).isZero();
    Answer answer = lode("sweep", trial("command = [echo, b]" + rest), "--no-ingest");
    assertThat(answer.status()).isEqualTo(2);
    assertThat(answer.errors()).contains("was run by another command; name another folder");

    Answer unnamed = lode("sweep", trial("command = [echo, \"{peek}\"]" + rest), "--no-ingest");
    assertThat(unnamed.status()).isEqualTo(2);
    assertThat(unnamed.errors()).contains("no value for 'peek' in '{peek}'");
  }
}
