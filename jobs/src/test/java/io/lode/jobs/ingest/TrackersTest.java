package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.Store;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class TrackersTest extends IngestedLogs {

  private static final Path EXAMPLES = Path.of("..", "examples", "algoperf-baseline");

  private void eventFile(Path trial, Path target) throws IOException {
    Files.createDirectories(target);
    try (var files = Files.list(trial)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().contains("tfevents")
            || file.getFileName().toString().equals("hparams.json")) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
  }

  @Test
  void eventFilesHoldTheNumbersOfTheCsvOfTheSameRun() throws IOException {
    eventFile(EXAMPLES.resolve("study_0/wmt_jax/trial_1"), logs.resolve("study_0/wmt_jax/trial_1"));
    assertThat(ingest(SourceFile.read("algoperf-tensorboard")).runs()).isEqualTo(1);
    Store csv = Store.open(SPARK, folder.resolve("csv").toString());
    new Ingest(SPARK, csv, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("algoperf"), EXAMPLES.toString());
    String wanted = "run = 'study_0/trial_1' and model = 'wmt' and validation_loss is not null";
    List<Row> expected = values(csv, wanted);
    List<Row> found = values(store, wanted);
    assertThat(expected).hasSizeGreaterThan(50);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      for (int column = 0; column < 4; column++) {
        assertThat(found.get(i).getDouble(column))
            .isCloseTo(expected.get(i).getDouble(column), within(1e-6));
      }
      assertThat(found.get(i).<String, Double>getJavaMap(4).get("validation/bleu"))
          .isCloseTo(
              expected.get(i).<String, Double>getJavaMap(4).get("validation/bleu"), within(1e-4));
    }
  }

  private static List<Row> values(Store store, String where) {
    return store
        .observations()
        .rows()
        .filter(where)
        .select("step", "learning_rate", "train_loss", "validation_loss", "metrics")
        .orderBy("step")
        .collectAsList();
  }

  private void mlflowRun(String run, String status) throws IOException {
    String base = "7/" + run + "/";
    log(
        base + "meta.yaml",
        "artifact_uri: file:///x/mlruns/7/" + run + "/artifacts",
        "end_time: null",
        "entry_point_name: ''",
        "experiment_id: '7'",
        "lifecycle_stage: active",
        "run_id: " + run,
        "run_name: bold-owl-" + run,
        "run_uuid: " + run,
        "source_type: 4",
        "start_time: 1700000000000",
        "status: " + status,
        "tags: []",
        "user_id: someone");
    log(base + "params/dataset", "c10");
    log(base + "params/optimizer", "adamw");
    log(base + "params/lr", "0.1");
    log(base + "tags/mlflow.runName", "bold-owl-" + run);
    log(base + "metrics/learning_rate", "1700000000100 0.1 10", "1700000000200 0.05 20");
    log(base + "metrics/train_loss", "1700000000100 2.5 10", "1700000000200 2.25 20");
    log(base + "metrics/val_loss", "1700000000250 2.75 20");
    log(base + "metrics/grad/norm", "1700000000250 nan 20");
  }

  private void checkMlflow(IngestReport report) {
    GroupKey group = new GroupKey("vision", "c10", "adamw");
    assertThat(report.observations()).isEqualTo(4);
    assertThat(report.joined()).isEqualTo(8);
    Run finished = runs(group).get("aa");
    assertThat(finished.sweep()).isEqualTo("vision");
    assertThat(finished.hyperparameters()).containsEntry("lr", "0.1").hasSize(3);
    assertThat(finished.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(finished.trajectory().learningRate()).containsExactly(0.1, 0.05);
    assertThat(finished.trajectory().trainLoss()).containsExactly(2.5, 2.25);
    assertThat(finished.trajectory().objective()).containsExactly(Double.NaN, 2.75);
    assertThat(runs(group).get("bb").status()).isEqualTo(RunStatus.RUNNING);
    Row row = store.observations().rows().filter("run = 'aa' and step = 20").first();
    assertThat(row.<String, Double>getJavaMap(row.fieldIndex("metrics")))
        .isEqualTo(Map.of("grad/norm", Double.NaN));
    assertThat(row.<Double>getAs("time")).isBetween(1_700_000_000.2, 1_700_000_000.25);
  }

  @Test
  void readsTheFileStoreOfMlflow() throws IOException {
    log("7/meta.yaml", "experiment_id: '7'", "lifecycle_stage: active", "name: vision");
    mlflowRun("aa", "3");
    mlflowRun("bb", "1");
    IngestReport report = ingest(SourceFile.read("mlflow"));
    assertThat(report.rejected()).isZero();
    checkMlflow(report);
    // A value more of a run whose meta.yaml stays as it is.
    log("7/aa/metrics/val_loss", "1700000000250 2.75 20", "1700000000300 2.5 30");
    log("7/aa/metrics/learning_rate", "1 0.1 10", "2 0.05 20", "3 0.02 30");
    ingest(SourceFile.read("mlflow"));
    assertThat(runs(new GroupKey("vision", "c10", "adamw")).get("aa").trajectory().objective())
        .containsExactly(Double.NaN, 2.75, 2.5);
  }

  @Test
  void readsTheDatabaseOfMlflow() throws IOException, SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + logs.resolve("mlflow.db"));
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(
          "CREATE TABLE experiments (experiment_id INTEGER NOT NULL, name VARCHAR(256) NOT NULL,"
              + " artifact_location VARCHAR(256), lifecycle_stage VARCHAR(32), creation_time"
              + " BIGINT, last_update_time BIGINT, PRIMARY KEY (experiment_id), UNIQUE (name))");
      sql.executeUpdate(
          "CREATE TABLE runs (run_uuid VARCHAR(32) NOT NULL, name VARCHAR(250), source_type"
              + " VARCHAR(20), source_name VARCHAR(500), entry_point_name VARCHAR(50), user_id"
              + " VARCHAR(256), status VARCHAR(9), start_time BIGINT, end_time BIGINT,"
              + " source_version VARCHAR(50), lifecycle_stage VARCHAR(20), artifact_uri"
              + " VARCHAR(200), experiment_id INTEGER, deleted_time BIGINT, PRIMARY KEY"
              + " (run_uuid))");
      sql.executeUpdate(
          "CREATE TABLE metrics (key VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT"
              + " NOT NULL, run_uuid VARCHAR(32) NOT NULL, step BIGINT DEFAULT '0' NOT NULL, is_nan"
              + " BOOLEAN DEFAULT '0' NOT NULL, PRIMARY KEY (key, timestamp, step, run_uuid, value,"
              + " is_nan))");
      sql.executeUpdate(
          "CREATE TABLE params (key VARCHAR(250) NOT NULL, value VARCHAR(8000) NOT NULL, run_uuid"
              + " VARCHAR(32) NOT NULL, PRIMARY KEY (key, run_uuid))");
      sql.executeUpdate(
          "CREATE TABLE tags (key VARCHAR(250) NOT NULL, value VARCHAR(8000), run_uuid VARCHAR(32)"
              + " NOT NULL, PRIMARY KEY (key, run_uuid))");
      sql.executeUpdate("INSERT INTO experiments VALUES (7, 'vision', '', 'active', 0, 0)");
      for (String run : List.of("aa", "bb", "cc")) {
        String status = run.equals("bb") ? "RUNNING" : "FINISHED";
        String stage = run.equals("cc") ? "deleted" : "active";
        sql.executeUpdate(
            "INSERT INTO runs VALUES ('%s', 'bold-owl', 'LOCAL', '', '', 'x', '%s', 0, 0, '', '%s', '', 7, NULL)"
                .formatted(run, status, stage));
        sql.executeUpdate(
            ("INSERT INTO params VALUES ('dataset', 'c10', '%1$s'), ('optimizer', 'adamw', '%1$s'),"
                    + " ('lr', '0.1', '%1$s')")
                .formatted(run));
        sql.executeUpdate(
            ("INSERT INTO metrics VALUES ('learning_rate', 0.1, 1700000000100, '%1$s', 10, 0),"
                    + " ('learning_rate', 0.05, 1700000000200, '%1$s', 20, 0), ('train_loss', 2.5,"
                    + " 1700000000100, '%1$s', 10, 0), ('train_loss', 2.25, 1700000000200, '%1$s',"
                    + " 20, 0), ('val_loss', 2.75, 1700000000250, '%1$s', 20, 0), ('grad/norm', 0,"
                    + " 1700000000250, '%1$s', 20, 1)")
                .formatted(run));
      }
    }
    IngestReport report = ingest(SourceFile.read("mlflow-sqlite"));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("deleted run", 6L));
    checkMlflow(report);
  }

  @Test
  void readsTheSparseHistoryOfWeightsAndBiases() throws IOException {
    SPARK
        .sql(
            "SELECT CAST(id AS BIGINT) AS _step, 1.7e9D + id AS _timestamp, id * 1.0D AS _runtime,"
                + " 0.1D / (id + 1) AS lr, IF(id % 10 = 0, NULL, 2.0D - id / 100) AS `train/loss`,"
                + " IF(id % 10 = 0, 2.5D - id / 100, NULL) AS `val/loss`, id * 1.0D AS `grad.norm`,"
                + " named_struct('inner', id * 2.0D) AS nested, 'note' AS note FROM range(31)")
        .coalesce(1)
        .write()
        .parquet(logs.resolve("m/d/r/history").toString());
    log(
        "m/d/r/history/config.yaml",
        "wandb_version: 1",
        "lr:",
        "  desc: null",
        "  value: 0.1",
        "layers:",
        "  value: 4");
    IngestReport report = ingest(SourceFile.read("wandb"));
    assertThat(report.observations()).isEqualTo(31);
    assertThat(report.joined()).isZero();
    Run run = runs(new GroupKey("m", "d", GroupKey.UNKNOWN)).get("r");
    assertThat(run.hyperparameters()).containsEntry("lr", "0.1").containsEntry("layers", "4");
    assertThat(run.trajectory().trainLoss()[1]).isEqualTo(1.99);
    assertThat(Arrays.stream(run.trajectory().objective()).filter(value -> !Double.isNaN(value)))
        .containsExactly(2.5, 2.4, 2.3, 2.2);
    Row row = store.observations().rows().filter("step = 3").select("metrics").first();
    assertThat(row.<String, Double>getJavaMap(0))
        .isEqualTo(Map.of("_runtime", 3.0, "grad.norm", 3.0, "nested.inner", 6.0));
  }
}
