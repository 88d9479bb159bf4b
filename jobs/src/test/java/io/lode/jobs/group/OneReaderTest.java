package io.lode.jobs.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.ReplanSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.runlog.LoggedRow;
import io.lode.jobs.runlog.RunDescription;
import io.lode.jobs.runlog.RunRows;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest and replanning read the same trajectory from the same log of {@code lode-run/1}. */
class OneReaderTest {

  private static final SparkSession SPARK = TestSpark.session();
  private static final GroupKey GROUP = new GroupKey("m", "d", "o");
  private static final IngestSettings RULES = IngestSettings.of(Settings.defaults());

  @TempDir private Path folder;
  private Store store;
  private Path runFolder;

  @BeforeEach
  void describeRun() throws IOException {
    store = Store.open(SPARK, folder.resolve("store").toString());
    runFolder =
        Files.createDirectories(
            folder.resolve("store").resolve(new RunLogs(store.files()).folder(GROUP, "r")));
    Files.writeString(
        runFolder.resolve("run.json"),
        """
        {"format": "lode-run/1", "run": "r", "totalSteps": 100, "status": "running",
         "objective": {"metric": "validation_loss", "direction": "minimize"}}
        """);
  }

  private void part(int number, String... rows) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String row : rows) {
      text.append("{\"run\": \"r\", \"model\": \"m\", \"dataset\": \"d\", \"optimizer\": \"o\", ")
          .append(row)
          .append("}\n");
    }
    Files.writeString(runFolder.resolve("part-%06d.jsonl".formatted(number)), text);
  }

  private Run ingested() {
    new Ingest(SPARK, store, RULES, line -> {})
        .run(SourceFile.read("lode-runs"), folder.resolve("store/runs").toString());
    return store.trajectories().sweeps(List.of(GROUP)).collect().get(0).runs().get(0);
  }

  private RunInFlight inFlight() {
    ReplanTask task =
        new ReplanTask(store.artifacts(), ReplanSettings.of(Settings.defaults()), RULES, 0, "now");
    Sweep none = new Sweep(GROUP, Objective.minimize("validation_loss"), List.of());
    return task.load(new RunToReplan(GROUP, "r", null), none).orElseThrow();
  }

  private static void assertSame(Trajectory replanned, Trajectory ingested) {
    assertThat(replanned.step()).containsExactly(ingested.step());
    assertThat(replanned.learningRate()).containsExactly(ingested.learningRate());
    assertThat(replanned.trainLoss()).containsExactly(ingested.trainLoss());
    assertThat(replanned.objective()).containsExactly(ingested.objective());
  }

  @Test
  void lastValueOfARepeatedStepCountsAndRatesAreInterpolated() throws IOException {
    part(
        1,
        "\"step\": 10, \"learning_rate\": 0.4, \"train_loss\": 2.0, \"validation_loss\": 2.5",
        "\"step\": 20, \"train_loss\": 1.9",
        "\"step\": 30, \"learning_rate\": 0.2, \"train_loss\": 1.8");
    part(
        2,
        "\"step\": 30, \"learning_rate\": 0.1, \"validation_loss\": 2.2",
        "\"step\": 35, \"learning_rate\": -1, \"train_loss\": 1.75",
        "\"step\": 37, \"learning_rate\": 0.1, \"train_loss\": \"a lot\"",
        "\"step\": \"40\", \"learning_rate\": 0.1, \"train_loss\": 1.7");
    Trajectory replanned = inFlight().trajectory();
    assertThat(replanned.step()).containsExactly(10, 20, 30, 40);
    assertThat(replanned.learningRate()[1]).isBetween(0.1 + 1e-9, 0.4 - 1e-9);
    assertThat(replanned.learningRate()[2]).isEqualTo(0.1);
    assertThat(replanned.trainLoss()).containsExactly(2.0, 1.9, 1.8, 1.7);
    assertSame(replanned, ingested().trajectory());
  }

  @Test
  void lossOverTheDivergenceFactorEndsBoth() throws IOException {
    part(
        1,
        "\"step\": 10, \"learning_rate\": 0.1, \"train_loss\": 2.0",
        "\"step\": 20, \"learning_rate\": 0.1, \"train_loss\": 6.0",
        "\"step\": 30, \"learning_rate\": 0.1, \"train_loss\": 6.1",
        "\"step\": 40, \"learning_rate\": 0.1, \"train_loss\": 1.0");
    RunInFlight replanned = inFlight();
    Run ingested = ingested();
    assertThat(replanned.diverged()).isTrue();
    assertThat(replanned.lastStep()).isEqualTo(40);
    assertThat(ingested.status()).isEqualTo(RunStatus.DIVERGED);
    assertThat(replanned.trajectory().step()).containsExactly(10, 20);
    assertSame(replanned.trajectory(), ingested.trajectory());
  }

  @Test
  void logWhoseRatesEndEarlyIsNotPlannedJustAsItIsNotIngested() throws IOException {
    part(
        1,
        "\"step\": 10, \"learning_rate\": 0.1, \"train_loss\": 2.0",
        "\"step\": 20, \"learning_rate\": 0.1, \"train_loss\": 1.9",
        "\"step\": 50, \"train_loss\": 1.8");
    assertThatThrownBy(this::inFlight)
        .isInstanceOf(UnplannableException.class)
        .hasMessage(
            "learning_rate is incomplete: run r has it from step 10.0 to 20.0 and goes from 10.0 to"
                + " 50.0, expected it throughout or learning-rate { derive = ... } in the source");
  }

  @Test
  void rowsThatArriveOutOfOrderAreReadInTheOrderOfTheirParts() throws Exception {
    RunDescription description =
        RunDescription.read(Files.readAllBytes(runFolder.resolve("run.json")), "run.json");
    RunRows rows = RunRows.none(GROUP, "r");
    rows.add(row("part-000002.jsonl", 0, 0.1));
    rows.add(row("part-000001.jsonl", 7, 0.4));
    assertThat(rows.read(description, RULES).trajectory().learningRate()).containsExactly(0.1);
  }

  private static LoggedRow row(String part, long line, double rate) {
    return LoggedRow.parse(
            "{\"run\": \"r\", \"model\": \"m\", \"dataset\": \"d\", \"optimizer\": \"o\","
                + " \"step\": 10, \"learning_rate\": "
                + rate
                + "}",
            new LoggedRow.Place(part, line))
        .orElseThrow();
  }
}
