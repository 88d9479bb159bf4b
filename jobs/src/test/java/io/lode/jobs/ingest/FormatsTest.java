package io.lode.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.store.Store;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class FormatsTest extends IngestedLogs {

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
    Run run = runs(new GroupKey("m", "d", "o")).get("a");
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
    Run run = runs(new GroupKey("m", "d", GroupKey.UNKNOWN)).get("r");
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
    assertThat(runs(new GroupKey("m", "d", GroupKey.UNKNOWN)).get("r").trajectory().objective())
        .containsExactly(2, 2, 1);
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
    log("a.csv", LONG.toArray(String[]::new));
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
    log("m/d/misnamed.csv.gz", text.lines().toArray(String[]::new));
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
    log(
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
    log("s/r/part-000.jsonl", row.formatted(1, "2.0", "null"), row.formatted(2, "1.5", "null"));
    log("s/r/part-001.jsonl", row.formatted(2, "null", "1.75"), row.formatted(3, "1.0", "null"));
    log("s/r/.part-002.jsonl", row.formatted(4, "9.0", "null"));
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
