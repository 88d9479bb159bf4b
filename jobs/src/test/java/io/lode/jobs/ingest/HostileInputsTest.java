package io.lode.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.lode.jobs.conf.settings.IngestChecks;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.ingest.delivery.IngestRules;
import io.lode.jobs.pipeline.Ingest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** One input that would fill the memory, hang, or tell what is none of its business. */
class HostileInputsTest extends IngestedLogs {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String JSON =
      """
      source {
        format = json
        path = "{model}/{run}.json"
        constants { dataset = d, optimizer = o }
        columns { step = step, learning_rate = lr, train_loss = loss }
        objective { metric = train_loss, direction = minimize }
      }
      """;

  private final List<String> told = new ArrayList<>();

  private IngestReport within(String source) {
    return within(source, Settings.defaults());
  }

  private IngestReport within(String source, Settings settings) {
    return assertTimeoutPreemptively(
        PATIENCE,
        () ->
            new Ingest(SPARK, store, IngestRules.of(settings), told::add)
                .run(SourceFile.parse("test", source), logs.toString()));
  }

  private OutputStream gzip(String path) throws IOException {
    Path file = logs.resolve(path);
    Files.createDirectories(file.getParent());
    return new GZIPOutputStream(Files.newOutputStream(file));
  }

  @Test
  void textOfMillionsOfCharactersIsKeptInPartAndTheRestIsRead() throws IOException {
    String digits = "1".repeat(1_900_000);
    try (OutputStream out = gzip("m/a.json")) {
      for (int i = 0; i < 30; i++) {
        out.write(("{\"step\": \"x" + digits + "\", \"lr\": 0.1, \"loss\": 2}\n").getBytes(UTF_8));
        out.write(("{\"step\": \"" + digits + digits + "\"}\n").getBytes(UTF_8));
      }
    }
    log("m/b.json", "{\"step\": 1, \"lr\": 0.1, \"loss\": 2}");
    IngestReport report = within(JSON);
    assertThat(report.observations()).isEqualTo(1);
    assertThat(report.rejectedByReason())
        .isEqualTo(Map.of("step is not a number", 30L, "not a JSON object", 30L));
    for (Row row : rejected()) {
      assertThat(row.<String>getAs("raw")).hasSizeLessThan(2_100);
      assertThat(row.<String>getAs("raw")).endsWith(" characters)");
      assertThat(row.<String>getAs("detail")).hasSizeLessThan(2_100);
    }
    assertThat(rejected().get(0).<String>getAs("detail"))
        .endsWith("1... (1900001 characters)', expected a number");
  }

  @Test
  void aRecordOfAGibibyteIsPassedOver() throws IOException {
    Path file = logs.resolve("m/a/events.out.tfevents.1.gz");
    Files.createDirectories(file.getParent());
    long length = 1L << 30;
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      CRC32C crc = new CRC32C();
      crc.update(head.array(), 0, 8);
      int value = (int) crc.getValue();
      head.putInt(((value >>> 15) | (value << 17)) + 0xa282ead8);
      out.write(head.array());
      byte[] zeros = new byte[1 << 20];
      for (long written = 0; written < length; written += zeros.length) {
        out.write(zeros);
      }
      out.write(new byte[4]);
    }
    String source =
        SOURCE
            .replace("format = csv", "format = tensorboard")
            .replace("{model}/{run}.csv", "{model}/{run}/events*")
            .replace("step = step,", "");
    // Unpacking beyond what logs do is another bound.
    Settings settings = Settings.load(null, List.of("ingest.largest-unpacking=1e9"));
    IngestReport report = within(source, settings);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("record too large", 1L));
    assertThat(rejected().get(0).<String>getAs("detail"))
        .isEqualTo(
            "record 1: found 1073741824 bytes, expected at most 67108864 (ingest.largest-record)");
  }

  @Test
  void aFileThatUnpacksWithoutEndIsRejectedFromThere() throws IOException {
    try (OutputStream out = gzip("m/a.csv.gz")) {
      out.write("step,lr,loss\n1,0.1,2\n".getBytes(UTF_8));
      byte[] blanks = "\n".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i < 20; i++) {
        out.write(blanks);
      }
    }
    log("m/b.csv", run(2));
    Settings settings = Settings.load(null, List.of("ingest.free-unpacking=1000000"));
    IngestReport report = within(SOURCE, settings);
    assertThat(report.observations()).isEqualTo(3);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("unreadable file", 1L));
    assertThat(rejected().get(0).<String>getAs("detail"))
        .endsWith("expected at most 500.0 times as many (ingest.largest-unpacking)");
  }

  @Test
  void thirtyThousandNamesOfMetricsTakeNoMoreMemoryThanTheirValues() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      lines.add("{\"step\": %d, \"lr\": 0.1, \"loss\": 2, \"metric_%d\": %d}".formatted(i, i, i));
    }
    log("m/a.json", lines.toArray(String[]::new));
    IngestReport report = within(JSON);
    assertThat(report.observations()).isEqualTo(30_000);
    Row row = store.observations().rows().filter("step = 29999").first();
    assertThat(row.getJavaMap(row.fieldIndex("metrics")))
        .isEqualTo(Map.of("metric_29999", 29999.0));
    var before = snapshots();
    Files.writeString(logs.resolve("m/c.json"), "{\"step\": 1, \"lr\": 0.1, \"loss\": 2}\n");
    within(JSON);
    assertThat(snapshots()).isNotEqualTo(before);
    assertThat(store.observations().rows().count()).isEqualTo(30_001);
  }

  @Test
  void newNamesBeyondTheBoundAreRejectedRows() throws IOException {
    log(
        "m/a.json",
        "{\"step\": 1, \"lr\": 0.1, \"loss\": 2, \"a\": 1}",
        "{\"step\": 2, \"lr\": 0.1, \"loss\": 2, \"b\": 1}",
        "{\"step\": 3, \"lr\": 0.1, \"loss\": 2, \"a\": 1}");
    IngestRules rules =
        new IngestRules(
            IngestSettings.of(Settings.defaults()),
            IngestChecks.defaults(),
            new ReadingBounds(1000, 100, 1000, 500, 1000, 4, 1000, false));
    IngestReport report =
        new Ingest(SPARK, store, rules, told::add)
            .run(SourceFile.parse("test", JSON), logs.toString());
    assertThat(report.observations()).isEqualTo(2);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("too many columns", 1L));
  }

  @Test
  void linksThatLeadOutOfTheInputAreNotFollowedAndTold() throws IOException {
    Path secret = folder.resolve("secret.csv");
    Files.writeString(secret, "step,lr,loss\nroot:x:0:0,1,2\n");
    log("m/a.csv", run(2));
    Files.createSymbolicLink(logs.resolve("m/b.csv"), secret);
    IngestReport report = within(SOURCE);
    assertThat(report.runs()).isEqualTo(1);
    assertThat(report.rejected()).isZero();
    assertThat(told)
        .anyMatch(
            line ->
                line.startsWith("ingest: left out: " + logs.resolve("m/b.csv"))
                    && line.contains(
                        " is a link that leads out of the input, to "
                            + secret
                            + " (ingest.follow-links = true would read it)"));
    report = within(SOURCE, Settings.load(null, List.of("ingest.follow-links=true")));
    assertThat(report.rejected()).isEqualTo(1);
  }

  @Test
  void aLinkedFileOfHyperparametersIsRefused() throws IOException {
    Path secret = folder.resolve("secret.json");
    Files.writeString(secret, "{\"password\": 1}");
    log("m/a.csv", run(2));
    Files.createSymbolicLink(logs.resolve("m/h.json"), secret);
    IngestReport report =
        within(SOURCE.replace("format = csv", "format = csv, hyperparameters = h.json"));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("hyperparameters unreadable", 2L));
    assertThat(rejected().get(0).<String>getAs("detail"))
        .contains("is a link that leads out of the input")
        .doesNotContain("password");
  }

  @Test
  void loopsOfLinksEndAndEveryFileIsReadOnce() throws IOException {
    log("m/a.csv", run(2));
    Files.createSymbolicLink(logs.resolve("one"), Path.of("."));
    Files.createSymbolicLink(logs.resolve("other"), Path.of("."));
    Files.createSymbolicLink(logs.resolve("m/up"), Path.of(".."));
    Files.createSymbolicLink(logs.resolve("n"), logs.resolve("m"));
    Files.createSymbolicLink(logs.resolve("m/b.csv"), logs.resolve("m/a.csv"));
    IngestReport report = within(SOURCE.replace("{model}/", "**/{model}/"));
    assertThat(report.files()).isEqualTo(1);
    assertThat(runs(GROUP).keySet()).containsExactly("a");
  }

  @Test
  void aPipeAmongTheLogsIsLeftOutAndTold() throws Exception {
    log("m/a.csv", run(2));
    Path pipe = logs.resolve("m/b.csv");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    org.junit.jupiter.api.Assumptions.assumeTrue(mkfifo.waitFor() == 0, "mkfifo works");
    IngestReport report = within(SOURCE);
    assertThat(report.runs()).isEqualTo(1);
    assertThat(told).contains("ingest: left out: " + pipe + " is neither a file nor a folder");
  }

  @Test
  void yamlThatAliasesBlowUpIsRejected() throws IOException {
    StringBuilder yaml = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i < 12; i++) {
      yaml.append(
          "a%d: &a%d {a: *a%d, b: *a%d, c: *a%d, d: *a%d}\n"
              .formatted(i, i, i - 1, i - 1, i - 1, i - 1));
    }
    log("m/a.csv", run(2));
    Files.writeString(logs.resolve("m/h.yaml"), yaml);
    IngestReport report =
        within(SOURCE.replace("format = csv", "format = csv, hyperparameters = h.yaml"));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("hyperparameters unreadable", 2L));
    assertThat(rejected().get(0).<String>getAs("detail")).endsWith("over 10000 values");
  }

  @Test
  void aFileOfHyperparametersBeyondTheBoundIsRejected() throws IOException {
    log("m/a.csv", run(2));
    Files.writeString(logs.resolve("m/h.json"), "{\"x\": \"" + "y".repeat(2_000_000) + "\"}");
    IngestReport report =
        within(
            SOURCE.replace("format = csv", "format = csv, hyperparameters = h.json"),
            Settings.load(null, List.of("ingest.largest-document=1000000")));
    assertThat(rejected().get(0).<String>getAs("detail"))
        .endsWith("h.json is over 1000000 bytes (ingest.largest-document)");
    assertThat(report.rejected()).isEqualTo(2);
  }

  @Test
  void aFolderWhoseNameIsAPatternIsTakenLiterally() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs [a]{b,c}*?"));
    log("m[1]/{a}.csv", run(2));
    IngestReport report = within(SOURCE);
    assertThat(report.runs()).isEqualTo(1);
  }
}
