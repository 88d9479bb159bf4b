package io.lode.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.luben.zstd.ZstdOutputStream;
import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.IngestSettings;
import io.lode.jobs.conf.Settings;
import io.lode.jobs.conf.SourceDefinition;
import io.lode.jobs.conf.SourceFile;
import io.lode.jobs.store.Store;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackersTest {

  private static final SparkSession SPARK = TestSpark.session();
  private static final Path EXAMPLES = Path.of("..", "examples", "algoperf-baseline");

  @TempDir private Path folder;
  private Path logs;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs"));
    store = Store.open(SPARK, folder.resolve("store").toString());
  }

  private IngestReport ingest(SourceDefinition source) {
    IngestReport report =
        new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
            .run(source, logs.toString());
    assertThat(report.observations() + report.joined() + report.rejected())
        .isEqualTo(report.rows());
    return report;
  }

  private Map<String, Run> runs(GroupKey group) {
    return store.trajectories().sweeps(List.of(group)).first().runs().stream()
        .collect(Collectors.toMap(Run::run, run -> run));
  }

  private void file(String path, String... lines) throws IOException {
    Path file = logs.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

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
    file(
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
    file(base + "params/dataset", "c10");
    file(base + "params/optimizer", "adamw");
    file(base + "params/lr", "0.1");
    file(base + "tags/mlflow.runName", "bold-owl-" + run);
    file(base + "metrics/learning_rate", "1700000000100 0.1 10", "1700000000200 0.05 20");
    file(base + "metrics/train_loss", "1700000000100 2.5 10", "1700000000200 2.25 20");
    file(base + "metrics/val_loss", "1700000000250 2.75 20");
    file(base + "metrics/grad/norm", "1700000000250 nan 20");
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
    file("7/meta.yaml", "experiment_id: '7'", "lifecycle_stage: active", "name: vision");
    mlflowRun("aa", "3");
    mlflowRun("bb", "1");
    IngestReport report = ingest(SourceFile.read("mlflow"));
    assertThat(report.rejected()).isZero();
    checkMlflow(report);
    // A value more of a run whose meta.yaml stays as it is.
    file("7/aa/metrics/val_loss", "1700000000250 2.75 20", "1700000000300 2.5 30");
    file("7/aa/metrics/learning_rate", "1 0.1 10", "2 0.05 20", "3 0.02 30");
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
    file(
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

  private static final List<String> LONG =
      List.of(
          "run,model,dataset,optimizer,sweep,step,metric,value",
          "a,m,d,o,s,10,learning_rate,0.1",
          "a,m,d,o,s,10,train_loss,2.5",
          "a,m,d,o,s,20,train_loss,2.25",
          "a,m,d,o,s,20,validation_loss,2.75",
          "a,m,d,o,s,20,learning_rate,0.05",
          "a,m,d,o,s,20,grad_norm,7",
          "a,m,d,o,s,20,note,text",
          "a,m,d,o,s,20,,1",
          "a,m,d,o,s,20,train_loss,");

  private void checkLong(IngestReport report) {
    assertThat(report.observations()).isEqualTo(2);
    assertThat(report.joined()).isEqualTo(4);
    assertThat(report.rejectedByReason())
        .isEqualTo(
            Map.of("value is not a number", 1L, "metric is missing", 1L, "value is missing", 1L));
    Run run = runs(new GroupKey("m", "d", "o")).get("a");
    assertThat(run.trajectory().learningRate()).containsExactly(0.1, 0.05);
    assertThat(run.trajectory().trainLoss()).containsExactly(2.5, 2.25);
    assertThat(run.trajectory().objective()).containsExactly(Double.NaN, 2.75);
  }

  @Test
  void readsLongCsvParquetAndJsonAlike() throws IOException {
    file("a.csv", LONG.toArray(String[]::new));
    checkLong(ingest(SourceFile.read("long")));
    String definition = Files.readString(Path.of("..", "conf", "sources", "long.conf"));
    Path csv = logs.resolve("a.csv");
    logs = folder.resolve("parquet");
    SPARK.read().option("header", "true").csv(csv.toString()).write().parquet(logs.toString());
    store = Store.open(SPARK, folder.resolve("parquet-store").toString());
    checkLong(
        ingest(
            SourceFile.parse(
                "long",
                definition
                    .replace("format = csv", "format = parquet")
                    .replace(".csv", ".parquet"))));
    logs = folder.resolve("json");
    SPARK.read().option("header", "true").csv(csv.toString()).write().json(logs.toString());
    store = Store.open(SPARK, folder.resolve("json-store").toString());
    checkLong(
        ingest(
            SourceFile.parse(
                "long",
                definition.replace("format = csv", "format = json").replace(".csv", ".json"))));
  }

  @Test
  void filesMayBeCompressedWhateverTheirFormatAndName() throws IOException {
    String text = "step,learning_rate,validation_loss\n1,0.1,2\n2,0.1,1\n";
    compress("m/d/gzip.csv.gz", "gzip", text.getBytes(UTF_8));
    compress("m/d/zstd.csv.zst", "zstd", text.getBytes(UTF_8));
    compress("m/d/unnamed.csv", "zstd", text.getBytes(UTF_8));
    file("m/d/misnamed.csv.gz", text.lines().toArray(String[]::new));
    IngestReport report = ingest(SourceFile.read("csv"));
    assertThat(report.rejectedByReason()).isEmpty();
    Map<String, Run> runs = runs(new GroupKey("m", "d", GroupKey.UNKNOWN));
    assertThat(runs.keySet()).containsExactlyInAnyOrder("gzip", "zstd", "unnamed", "misnamed");
    assertThat(runs.values()).allMatch(run -> run.trajectory().length() == 2);
  }

  @Test
  void parquetMayBeCompressedAsAWholeAndDamageIsTold() throws IOException {
    Path plain = folder.resolve("plain");
    SPARK
        .sql(
            "SELECT 's' AS sweep, 'r' AS run, 'm' AS model, 'd' AS dataset, 'o' AS optimizer, id AS"
                + " step, 0.1D AS learning_rate, 1.0D AS validation_loss FROM range(5)")
        .coalesce(1)
        .write()
        .parquet(plain.toString());
    Path file;
    try (var files = Files.list(plain)) {
      file = files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    compress("a.parquet.gz", "gzip", Files.readAllBytes(file));
    byte[] whole = Files.readAllBytes(logs.resolve("a.parquet.gz"));
    Files.write(logs.resolve("cut.parquet.gz"), Arrays.copyOf(whole, whole.length / 2));
    IngestReport report = ingest(SourceFile.read("parquet"));
    assertThat(report.observations()).isEqualTo(5);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("unreadable file", 1L));
  }

  private void compress(String path, String how, byte[] content) throws IOException {
    Path file = logs.resolve(path);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream compressed =
            how.equals("gzip") ? new GZIPOutputStream(out) : new ZstdOutputStream(out)) {
      compressed.write(content);
    }
  }

  @Test
  void readsTheListInAJsonDocument() throws IOException {
    file(
        "m/d/r/trainer_state.json",
        """
        {"best": null, "log_history": [
          {"epoch": 0.1, "learning_rate": 0.1, "loss": 2.5, "step": 10},
          {"epoch": 0.1, "eval_loss": 2.75, "step": 10},
          {"epoch": 0.2, "learning_rate": 0.0, "loss": 2.25, "step": 20},
          7,
          {"epoch": 0.2, "eval_loss": 2.5, "step": 20}
        ], "max_steps": 20}""");
    IngestReport report =
        ingest(
            SourceFile.parse(
                "trainer",
                """
                source {
                  format = json
                  path = "{model}/{dataset}/{run}/trainer_state.json"
                  records = log_history
                  columns {
                    step = step, epoch = epoch, learning_rate = learning_rate, train_loss = loss
                    validation_loss = eval_loss
                  }
                  objective { metric = validation_loss, direction = minimize }
                }
                """));
    assertThat(report.observations()).isEqualTo(2);
    assertThat(report.joined()).isEqualTo(2);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("not a JSON object", 1L));
    Run run = runs(new GroupKey("m", "d", GroupKey.UNKNOWN)).get("r");
    assertThat(run.trajectory().objective()).containsExactly(2.75, 2.5);
    assertThat(run.trajectory().learningRate()).containsExactly(0.1, 0.0);
  }

  @Test
  void partsOfOneRunComeTogetherAndDottedFilesAreLeftOut() throws IOException {
    String row =
        "{\"sweep\": \"s\", \"run\": \"r\", \"model\": \"m\", \"dataset\": \"d\", \"optimizer\":"
            + " \"o\", \"seed\": 3, \"step\": %d, \"learning_rate\": 0.1, \"train_loss\": %s,"
            + " \"validation_loss\": %s, \"grad_norm\": 1.5}";
    file("s/r/part-000.jsonl", row.formatted(1, "2.0", "null"), row.formatted(2, "1.5", "null"));
    file("s/r/part-001.jsonl", row.formatted(2, "null", "1.75"), row.formatted(3, "1.0", "null"));
    file("s/r/.part-002.jsonl", row.formatted(4, "9.0", "null"));
    IngestReport report = ingest(SourceFile.read("json"));
    assertThat(report.observations()).isEqualTo(3);
    assertThat(report.joined()).isEqualTo(1);
    assertThat(report.rejected()).isZero();
    Run run = runs(new GroupKey("m", "d", "o")).get("r");
    assertThat(run.seed()).isEqualTo("3");
    assertThat(run.trajectory().trainLoss()).containsExactly(2.0, 1.5, 1.0);
    assertThat(run.trajectory().objective()).containsExactly(Double.NaN, 1.75, Double.NaN);
  }
}
