package io.lode.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.github.luben.zstd.Zstd;
import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.rows.FilePieces;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real files of every format, damaged at random. A few in CI; {@code -Dlode.malformed=1000} for
 * more, {@code -Dlode.malformed.heap=96} for another heap of the process that reads them once more.
 */
class MalformedInputsTest {

  private static final SparkSession SPARK = TestSpark.session();
  private static final int COUNT = Integer.getInteger("lode.malformed", 80);
  private static final int HEAP_MEGABYTES = Integer.getInteger("lode.malformed.heap", 128);
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String SOURCE =
      """
      source {
        format = %s
        path = "%s"
        constants { model = m, dataset = d }
        columns { step = %s, learning_rate = "%s", train_loss = "%s" }
        objective { metric = train_loss, direction = minimize }
        learning-rate { derive = constant, peak = 0.1, total-steps = 200000 }
      }
      """;

  @TempDir private Path folder;

  /** A format, a whole file of it, and how it is named and read. */
  private record Sample(String name, String path, byte[] content, String source) {}

  @Test
  void neitherCrashNorHangNorLoseARow() throws IOException, SQLException {
    List<Sample> samples = samples();
    Random random = new Random(7);
    long rejected = 0;
    long found = 0;
    for (int s = 0; s < samples.size(); s++) {
      Sample sample = samples.get(s);
      Path logs = folder.resolve("logs-" + sample.name());
      SourceDefinition source = SourceFile.parse(sample.name(), sample.source());
      for (int i = s; i < COUNT; i += samples.size()) {
        Path file = logs.resolve(sample.path().formatted(i));
        Files.createDirectories(file.getParent());
        if (sample.name().equals("mlflow")) {
          mlflow(file.getParent());
        }
        Files.write(file, damaged(sample.content(), random));
      }
      Files.writeString(folder.resolve("source-" + sample.name() + ".conf"), sample.source());
      Configuration configuration = LogFiles.readable(SPARK.sessionState().newHadoopConf());
      for (LogFile file : LogFiles.find(logs.toString(), source.path(), configuration).logs()) {
        assertTimeoutPreemptively(
            Duration.ofMinutes(2), () -> accountsForEveryRow(source, file, configuration));
        found++;
      }
      Store store = Store.open(SPARK, folder.resolve("store-" + sample.name()).toString());
      IngestReport report =
          new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
              .run(source, logs.toString());
      assertThat(report.observations() + report.joined() + report.rejected())
          .isEqualTo(report.rows());
      assertThat(store.rejectedRows().rows().count()).isEqualTo(report.rejected());
      assertThat(store.observations().rows().count()).isEqualTo(report.observations());
      rejected += report.rejected();
    }
    assertThat(rejected).isPositive();
    assertThat(readInASmallHeap()).startsWith(found + " files, ");
  }

  /** Reads the same files in a process whose heap is as small as that of a reading task may be. */
  private String readInASmallHeap() throws IOException {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process reader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                DamagedLogsReader.class.getName(),
                folder.toString())
            .redirectError(folder.resolve("reader.txt").toFile())
            .start();
    String said = new String(reader.getInputStream().readAllBytes(), UTF_8).strip();
    System.err.println("a heap of " + HEAP_MEGABYTES + " MB: " + said);
    return said.lines().reduce("", (first, second) -> second)
        + (said.isEmpty() ? Files.readString(folder.resolve("reader.txt")) : "");
  }

  private static void accountsForEveryRow(
      SourceDefinition source, LogFile file, Configuration configuration) {
    FilePieces pieces = new FilePieces(source, file, configuration);
    long accounted = 0;
    while (pieces.hasNext()) {
      accounted += pieces.next()._2() instanceof RunBlock block ? block.length() : 1;
    }
    assertThat(accounted).as(file.uri()).isEqualTo(pieces.rows()).isPositive();
  }

  private List<Sample> samples() throws IOException, SQLException {
    byte[] csv = Files.readAllBytes(EXAMPLES.resolve("llm-loss-curves/25M/wsdcon_9.csv"));
    csv = Arrays.copyOf(csv, Math.min(csv.length, 20_000));
    StringBuilder json = new StringBuilder();
    StringBuilder metric = new StringBuilder();
    new String(csv, UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(fields -> fields.length == 3)
        .forEach(
            fields -> {
              json.append(
                  "{\"step\": %s, \"opt\": {\"lr\": %s}, \"loss\": %s}\n"
                      .formatted((Object[]) fields));
              metric.append("1700000000000 " + fields[2] + " " + fields[0] + "\n");
            });
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(csv);
    }
    Path plain = folder.resolve("plain.csv");
    Files.write(plain, csv);
    SPARK
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(plain.toString())
        .coalesce(1)
        .write()
        .parquet(folder.resolve("parquet").toString());
    byte[] parquet = only(folder.resolve("parquet"), ".parquet");
    byte[] events = only(EXAMPLES.resolve("algoperf-baseline/study_0/wmt_jax/trial_1"), ".v2");
    String csvSource = SOURCE.formatted("csv", "{run}.csv", "step", "lr", "loss");
    List<Sample> samples = new ArrayList<>(furtherSamples(csv));
    samples.addAll(
        List.of(
            new Sample("csv", "%d.csv", csv, csvSource),
            new Sample("gzip", "%d.csv.gz", gzip.toByteArray(), csvSource),
            new Sample("zstd", "%d.csv.zst", Zstd.compress(csv), csvSource),
            new Sample(
                "json",
                "%d.json",
                json.toString().getBytes(UTF_8),
                SOURCE.formatted("json", "{run}.json", "step", "opt.lr", "loss")),
            new Sample(
                "parquet",
                "%d.parquet",
                parquet,
                SOURCE.formatted("parquet", "{run}.parquet", "step", "lr", "loss")),
            new Sample(
                "tensorboard",
                "%d/events.out.tfevents.1",
                Arrays.copyOf(events, 40_000),
                SOURCE.formatted("tensorboard", "{run}/events*", "step", "lr", "train/loss")),
            new Sample(
                "mlflow",
                "x/%d/metrics/loss",
                metric.toString().getBytes(UTF_8),
                SOURCE.formatted("mlflow", "x/{run}/meta.yaml", "step", "lr", "loss")),
            new Sample(
                "meta",
                "x/%d/meta.yaml",
                "run_id: 'a'\nstatus: 3\nlifecycle_stage: active\ntags: []\n".getBytes(UTF_8),
                SOURCE.formatted("mlflow", "x/{run}/meta.yaml", "step", "lr", "loss")),
            new Sample(
                "sqlite",
                "%d.db",
                database(),
                SOURCE.formatted("mlflow", "{run}.db", "step", "lr", "loss"))));
    return samples;
  }

  /** Text, documents, arrays, a column a run, UTF-16, and the files of trackers. */
  private static List<Sample> furtherSamples(byte[] csv) throws IOException {
    StringBuilder text = new StringBuilder("Running on 1 device\n");
    StringBuilder documents = new StringBuilder();
    StringBuilder wide = new StringBuilder("step,a - loss,b - loss,b - loss__MIN\n");
    List<List<String>> columns = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (String line : new String(csv, UTF_8).lines().skip(1).toList()) {
      String[] fields = line.split(",", -1);
      if (fields.length == 3) {
        text.append("iter " + fields[0] + ": lr " + fields[1] + ", loss " + fields[2] + "\n");
        documents.append(
            "{\n  \"step\": %s,\n  \"lr\": [%s],\n  \"loss\": %s\n}\n"
                .formatted((Object[]) fields));
        wide.append(fields[0] + "," + fields[2] + "," + fields[2] + "," + fields[2] + "\n");
        for (int i = 0; i < 3; i++) {
          columns.get(i).add(fields[i]);
        }
      }
    }
    String arrays = "{\"step\": %s, \"lr\": %s, \"loss\": %s}".formatted(columns.toArray());
    Path cases = Path.of("src", "test", "resources", "logged");
    byte[] wandb =
        only(cases.resolve("wandb-local-run-file/wandb/run-20240101_000000-abcd1234"), ".wandb");
    byte[] optuna;
    try (var in =
        new java.util.zip.GZIPInputStream(
            Files.newInputStream(cases.resolve("optuna/study.db.gz")))) {
      optuna = in.readAllBytes();
    }
    String textSource = SOURCE.formatted("text", "{run}.txt", "step", "lr", "loss");
    String json = SOURCE.formatted("json", "{run}.json", "step", "lr", "loss");
    return List.of(
        new Sample(
            "text",
            "%d.txt",
            text.toString().getBytes(UTF_8),
            textSource.replace(
                "path =",
                "patterns = [\"iter (?<step>\\\\d+): lr (?<lr>\\\\S+), loss"
                    + " (?<loss>(\\\\S+)+)\"]\npath =")),
        new Sample(
            "documents",
            "%d.json",
            documents.toString().getBytes(UTF_8),
            json.replace("\"lr\"", "\"lr.0\"")),
        new Sample(
            "arrays",
            "%d.json",
            arrays.getBytes(UTF_8),
            json.replace("path =", "arrays = \"\"\npath =")),
        new Sample(
            "wide",
            "%d.csv",
            wide.toString().getBytes(UTF_8),
            SOURCE.formatted("csv", "*.csv", "step", "lr", "{run} - loss")),
        new Sample(
            "utf16",
            "%d.csv",
            new String(csv, UTF_8).getBytes(java.nio.charset.StandardCharsets.UTF_16),
            SOURCE.formatted("csv", "{run}.csv", "step", "lr", "loss")),
        new Sample(
            "wandb",
            "%d.wandb",
            wandb,
            SOURCE.formatted("wandb", "{run}.wandb", "_step", "lr", "train/loss")),
        new Sample(
            "optuna",
            "%d.db",
            optuna,
            SOURCE.formatted("optuna", "{run}.db", "step", "lr", "intermediate_value")));
  }

  private static void mlflow(Path metrics) throws IOException {
    Files.createDirectories(metrics);
    Files.writeString(metrics.resolveSibling("meta.yaml"), "run_id: a\nstatus: 3\n");
  }

  private byte[] database() throws IOException, SQLException {
    Path file = folder.resolve("mlflow.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement sql = connection.createStatement()) {
      sql.executeUpdate("CREATE TABLE experiments (experiment_id INTEGER, name VARCHAR(256))");
      sql.executeUpdate(
          "CREATE TABLE runs (run_uuid VARCHAR(32), name VARCHAR(250), status VARCHAR(9),"
              + " lifecycle_stage VARCHAR(20), experiment_id INTEGER)");
      sql.executeUpdate(
          "CREATE TABLE metrics (key VARCHAR(250), value FLOAT, timestamp BIGINT, run_uuid"
              + " VARCHAR(32), step BIGINT, is_nan BOOLEAN)");
      sql.executeUpdate("CREATE TABLE params (key VARCHAR(250), value TEXT, run_uuid VARCHAR(32))");
      sql.executeUpdate("CREATE TABLE tags (key VARCHAR(250), value TEXT, run_uuid VARCHAR(32))");
      sql.executeUpdate("INSERT INTO runs VALUES ('a', 'a', 'FINISHED', 'active', 1)");
      for (int step = 1; step <= 40; step++) {
        sql.executeUpdate(
            "INSERT INTO metrics VALUES ('loss', %s, 1, 'a', %d, 0)".formatted(2.0 / step, step));
      }
    }
    return Files.readAllBytes(file);
  }

  private static byte[] only(Path where, String ending) throws IOException {
    try (var files = Files.list(where)) {
      return Files.readAllBytes(
          files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow());
    }
  }

  /** One to four damages: bytes changed, cut off, left out, repeated, inserted or zeroed. */
  private static byte[] damaged(byte[] content, Random random) {
    byte[] bytes = content.clone();
    for (int damage = random.nextInt(4); damage >= 0; damage--) {
      int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 8 : 2000));
      byte[] part = Arrays.copyOfRange(bytes, at, to);
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> {
              random.nextBytes(part);
              yield joined(bytes, at, part, to);
            }
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> joined(bytes, at, new byte[0], to);
            case 3 -> joined(bytes, to, part, to);
            case 4 -> {
              random.nextBytes(part);
              yield joined(bytes, at, part, at);
            }
            default -> joined(bytes, at, new byte[part.length], to);
          };
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int end, byte[] between, int start) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part :
        new ArrayList<>(
            List.of(
                Arrays.copyOf(bytes, end),
                between,
                Arrays.copyOfRange(bytes, start, bytes.length)))) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
