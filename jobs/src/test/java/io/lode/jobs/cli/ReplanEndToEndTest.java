package io.lode.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.jobs.OptionalProgram;
import io.lode.jobs.cli.options.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A PyTorch job and {@code lode replan --watch}, two processes that meet in a store. */
class ReplanEndToEndTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private Path folder;

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
    }
  }

  private String store() {
    return folder.resolve("store").toString();
  }

  private Process start(ProcessBuilder builder, String name) throws IOException {
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private Process python(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-m", "tests.replanned_job"));
    command.addAll(Arrays.asList(arguments));
    return start(
        new ProcessBuilder(command).directory(Path.of("..", "clients", "python").toFile()), name);
  }

  private Process watch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens") || option.startsWith("-XX:+Ignore"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xmx1g",
            "-Djdk.reflect.useDirectMethodHandle=false",
            "-cp",
            System.getProperty("java.class.path"),
            Lode.class.getName(),
            "replan",
            "--watch",
            "--every",
            "0.5",
            "--store",
            store(),
            "--master",
            "local[1]",
            "--conf",
            "spark.sql.shuffle.partitions=1",
            // Whatever is expected to be better is published, so that there is something to follow.
            "--set",
            "replan.pessimism=0"));
    return start(new ProcessBuilder(command), "watch");
  }

  private void lode(String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--store", store(), "--master", "local[2]"));
    int status =
        Lode.run(
            new Console(
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                new PrintStream(err, true, UTF_8)),
            all.toArray(String[]::new));
    assertThat(status).as(err.toString(UTF_8)).isZero();
  }

  private String output(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".out"));
  }

  private void await(Process process, String name) throws Exception {
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    assertThat(ended && process.exitValue() == 0)
        .as(() -> log(name) + "\n" + log("watch"))
        .isTrue();
  }

  private String log(String name) {
    try {
      return Files.exists(folder.resolve(name + ".out")) ? output(name) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void aJobFollowsItsRevisedPlanIsKilledAndResumesExactly() throws Exception {
    OptionalProgram.TORCH.require();
    await(python("sweep", "sweep", store()), "sweep");
    lode("ingest", "--source", "lode-runs", "--input", folder.resolve("store/runs").toString());
    lode("train", "--set", "train.starts=1", "--set", "train.held-out=false");
    lode("generate", "--horizon", "1.0");
    Process watch = watch();

    Process job = python("job", "train", store(), folder.toString());
    long deadline = System.nanoTime() + Duration.ofMinutes(10).toNanos();
    while (!output("job").contains("waiting to be killed") && System.nanoTime() < deadline) {
      assertThat(watch.isAlive() && job.isAlive())
          .as(() -> log("job") + "\n" + log("watch"))
          .isTrue();
      Thread.sleep(100);
    }
    job.destroyForcibly().waitFor();
    await(python("resumed", "train", store(), folder.toString()), "resumed");

    List<JsonNode> applied = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("applied.jsonl"))) {
      applied.add(JSON.readTree(line));
    }
    Map<String, ScheduleArtifact> versions = new HashMap<>();
    double before = Double.NaN;
    int own = 0;
    int again = 0;
    for (JsonNode row : applied) {
      String path = row.get("path").asText();
      ScheduleArtifact version = versions.get(path);
      if (version == null) {
        version =
            ScheduleArtifactJson.read(
                Files.readAllBytes(folder.resolve("store").resolve(path)), path);
        versions.put(path, version);
      }
      double step = row.get("step").asDouble();
      double rate = row.get("rate").asDouble();
      assertThat(rate / version.schedule().learningRate(step))
          .as("%s at step %s", path, step)
          .isCloseTo(1, within(1e-12));
      assertThat(rate)
          .isBetween(
              version.bounds().minimum() * (1 - 1e-9), version.bounds().maximum() * (1 + 1e-9));
      own += version.run() != null ? 1 : 0;
      again += row.get("resumed").asBoolean() ? 1 : 0;
      // A revision may move a rate by 0.4 in log, and a job that is late takes it at once.
      assertThat(Math.abs(Math.log(rate / before)))
          .satisfiesAnyOf(
              jump -> assertThat(jump).isNaN(), jump -> assertThat(jump).isLessThan(0.5));
      before = rate;
    }
    assertThat(versions).hasSizeGreaterThanOrEqualTo(2);
    assertThat(own).as("steps under a plan of its own").isGreaterThan(100);
    assertThat(again).as("steps after it was killed").isEqualTo(300 - 180);
    assertThat(applied.get(applied.size() - 1).get("step").asInt()).isEqualTo(299);
    assertThat(watch.isAlive()).as(() -> log("watch")).isTrue();
    assertThat(output("watch")).contains("in flight/1 at step 100 of 300: revised");
  }
}
