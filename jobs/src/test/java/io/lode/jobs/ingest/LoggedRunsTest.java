package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.OptionalProgram;
import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Python client's run logger writes, read by the source that comes with LODE. */
class LoggedRunsTest {

  private static final SparkSession SPARK = TestSpark.session();
  private static final GroupKey GROUP = new GroupKey("m/1 \"*~\n2", "d", "sgd");

  @TempDir private Path folder;

  private void logRuns() throws IOException, InterruptedException {
    String python = OptionalProgram.PYTHON.require();
    Process program =
        new ProcessBuilder(
                python, "-m", "tests.runs_for_ingest", folder.resolve("store").toString())
            .directory(Path.of("..", "clients", "python").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(program.waitFor()).as(output).isZero();
  }

  private IngestReport ingest(Store store) {
    return new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("lode-runs"), folder.resolve("store/runs").toString());
  }

  private static Map<String, Run> runs(Store store) {
    return store.trajectories().sweeps(List.of(GROUP)).collect().stream()
        .flatMap(sweep -> sweep.runs().stream())
        .collect(Collectors.toMap(Run::run, run -> run));
  }

  @Test
  void everyRunAndHowItEndedComesIntoTheStoreItLoggedTo() throws Exception {
    logRuns();
    Store store = Store.open(SPARK, folder.resolve("store").toString());
    IngestReport report = ingest(store);
    assertThat(report.rejected()).isZero();
    assertThat(report.observations()).isEqualTo(10 + 7 + 6 + 6 + 3);
    Map<String, Run> runs = runs(store);
    assertThat(runs.values().stream().collect(Collectors.toMap(Run::run, Run::status)))
        .isEqualTo(
            Map.of(
                "../completed *",
                RunStatus.COMPLETED,
                "running",
                RunStatus.RUNNING,
                "diverged",
                RunStatus.DIVERGED,
                "infinite objective",
                RunStatus.DIVERGED,
                "failed",
                RunStatus.STOPPED));
    Run completed = runs.get("../completed *");
    assertThat(completed.totalSteps()).isEqualTo(100);
    assertThat(completed.sweep()).isEqualTo("tonight");
    assertThat(completed.seed()).isEqualTo("5");
    assertThat(completed.hyperparameters()).containsEntry("hyperparameters.batch_size", "32");
    assertThat(completed.trajectory().step())
        .containsExactly(IntStream.rangeClosed(1, 10).mapToDouble(i -> 10 * i).toArray());
    assertThat(completed.trajectory().learningRate()[9]).isEqualTo(0.1 / 100);
    assertThat(completed.trajectory().objective()[1]).isEqualTo(2.5 - 0.2);
    assertThat(completed.trajectory().objective()[0]).isNaN();
    assertThat(runs.get("running").totalSteps()).isEqualTo(100);
    assertThat(runs.get("diverged").trajectory().step()).hasSize(5);
    Row row = store.observations().rows(List.of(GROUP.path())).filter("step = 20").first();
    assertThat(row.<Double>getAs("epoch")).isEqualTo(1.0);
    assertThat(row.getJavaMap(row.fieldIndex("metrics"))).containsEntry("gradient_norm", 0.5);

    long snapshot = store.findTrajectories().map(TrajectorySnapshot::id).orElseThrow();
    assertThat(ingest(store)).isEqualTo(report);
    assertThat(store.findTrajectories().map(TrajectorySnapshot::id)).contains(snapshot);
  }

  @Test
  void aRunThatEndsLaterIsNoLongerRunning() throws Exception {
    logRuns();
    Store store = Store.open(SPARK, folder.resolve("store").toString());
    ingest(store);
    Path description =
        folder.resolve("store/runs").resolve(GROUP.path()).resolve("run=running/run.json");
    String failed =
        Files.readString(description).replace("\"status\": \"running\"", "\"status\": \"failed\"");
    Files.writeString(description, failed);
    ingest(store);
    assertThat(runs(store).get("running").status()).isEqualTo(RunStatus.STOPPED);
  }
}
