package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.IngestSettings;
import io.lode.jobs.conf.Settings;
import io.lode.jobs.conf.SourceDefinition;
import io.lode.jobs.conf.SourceFile;
import io.lode.jobs.store.Store;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatsTest {

  private static final SparkSession SPARK = TestSpark.session();

  @TempDir private Path folder;
  private Path logs;
  private Store store;

  @BeforeEach
  void openStore() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs"));
    store = Store.open(SPARK, folder.resolve("store").toString());
  }

  private IngestReport ingest(SourceDefinition source) {
    return new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(source, logs.toString());
  }

  private List<Run> runs(GroupKey group) {
    return store.trajectories().sweeps(List.of(group)).first().runs();
  }

  private void writeParquet(Path target) throws IOException {
    SPARK
        .sql(
            "SELECT 's' AS sweep, run, 'm' AS model, 'd' AS dataset, 'o' AS optimizer, step,"
                + " CAST(0.1 AS FLOAT) AS learning_rate, 2.0D / step AS train_loss,"
                + " CAST(1.5 AS DECIMAL(10, 2)) AS validation_loss, CAST(step AS INT) AS epochs,"
                + " array(1, 2) AS ignored, 'text' AS note"
                + " FROM VALUES ('a'), ('b') AS runs(run), VALUES (1L), (2L), (3L) AS s(step)")
        .coalesce(1)
        .write()
        .parquet(target.toString());
  }

  @Test
  void readsRunsFromColumnsOfParquet() throws IOException {
    writeParquet(logs.resolve("nested/table"));
    IngestReport report = ingest(SourceFile.read("parquet"));
    assertThat(report.observations()).isEqualTo(6);
    assertThat(report.runs()).isEqualTo(2);
    Run run = runs(new GroupKey("m", "d", "o")).get(0);
    assertThat(run.sweep()).isEqualTo("s");
    double tenth = 0.1f;
    assertThat(run.trajectory().learningRate()).containsExactly(tenth, tenth, tenth);
    assertThat(run.trajectory().trainLoss()).containsExactly(2, 1, 2.0 / 3);
    assertThat(run.trajectory().objective()).containsExactly(1.5, 1.5, 1.5);
    assertThat(store.observations().rows().select("metrics").first().<String, Double>getJavaMap(0))
        .isEqualTo(Map.of("epochs", 1.0));
  }

  @Test
  void rejectsATruncatedParquetFileAndKeepsTheOthers() throws IOException {
    writeParquet(logs.resolve("good"));
    Path good;
    try (var files = Files.list(logs.resolve("good"))) {
      good = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(good);
    Files.write(logs.resolve("cut.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
    Files.write(logs.resolve("empty.parquet"), new byte[0]);
    IngestReport report = ingest(SourceFile.read("parquet"));
    assertThat(report.observations()).isEqualTo(6);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("unreadable file", 2L));
    assertThat(report.rows()).isEqualTo(8);
  }

  @Test
  void readsJsonLines() throws IOException {
    Files.createDirectories(logs.resolve("m"));
    Files.writeString(
        logs.resolve("m/r.jsonl"),
        """
        {"step": 1, "opt": {"lr": 0.1}, "loss": 2.0, "who": "x"}
        {"step": 2, "opt": {"lr": 0.1}, "loss": NaN}
        [1, 2]

        {"step": 3, "opt": {"lr": 0.1}, "loss": null, "extra": 4}
        {"step": 4, "opt": {"lr": 0.1}, "lo""");
    String source =
        """
        source {
          format = json
          path = "{model}/{run}.jsonl"
          constants { dataset = d }
          columns { step = step, learning_rate = opt.lr, train_loss = loss }
          objective { metric = train_loss, direction = minimize }
        }
        """;
    IngestReport report = ingest(SourceFile.parse("json", source));
    assertThat(report.observations()).isEqualTo(3);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("not a JSON object", 2L));
    Run run = runs(new GroupKey("m", "d", GroupKey.UNKNOWN)).get(0);
    assertThat(run.diverged()).isTrue();
    assertThat(run.trajectory().step()).containsExactly(1);
  }

  @Test
  void readsCompressedFilesInParts() throws IOException {
    Path parts = Files.createDirectories(logs.resolve("m/d/r"));
    for (int part = 0; part < 2; part++) {
      try (GZIPOutputStream out =
          new GZIPOutputStream(Files.newOutputStream(parts.resolve("part-" + part + ".csv.gz")))) {
        // The second part repeats the step that the first one ended with, as a resumed job does.
        String text = "step,learning_rate,validation_loss\n%d,0.1,2\n%d,0.1,%d\n";
        out.write(
            text.formatted(part + 1, part + 2, part)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    String source =
        """
        source {
          format = csv
          path = "{model}/{dataset}/{run}/part-*.csv.gz"
          columns { step = step, learning_rate = learning_rate, validation_loss = validation_loss }
          objective { metric = validation_loss, direction = minimize }
        }
        """;
    IngestReport report = ingest(SourceFile.parse("parts", source));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("repeated step", 1L));
    assertThat(runs(new GroupKey("m", "d", GroupKey.UNKNOWN)).get(0).trajectory().objective())
        .containsExactly(2, 2, 1);
  }
}
