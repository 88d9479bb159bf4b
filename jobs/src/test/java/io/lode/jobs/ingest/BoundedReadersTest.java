package io.lode.jobs.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.ingest.delivery.IngestRules;
import io.lode.jobs.pipeline.Ingest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Readers of less common formats hold no more in memory than the others. */
class BoundedReadersTest extends IngestedLogs {

  private static final String SAME =
      """
        constants { model = m, dataset = d, optimizer = o }
        columns { learning_rate = lr, train_loss = loss %s }
        objective { metric = train_loss, direction = minimize }
      }
      """;

  private IngestReport within(String source, String setting) {
    return new Ingest(
            SPARK,
            store,
            IngestRules.of(Settings.load(null, List.of("ingest." + setting))),
            line -> {})
        .run(SourceFile.parse("test", source), logs.toString());
  }

  private String detail() {
    return rejected().get(0).getAs("detail");
  }

  @Test
  void aLineOfTextThatIsTooLongIsRejectedAndTheNextOneIsRead() throws IOException {
    log("a.txt", "step 1 lr 0.1 loss 2", "step " + "1".repeat(2000), "step 2 lr 0.1 loss 1");
    IngestReport report =
        within(
            """
            source {
              format = text
              path = "{run}.txt"
              patterns = ["step (?<step>\\\\d+) lr (?<lr>\\\\S+) loss (?<loss>\\\\S+)"]
            """
                + SAME.formatted(", step = step"),
            "longest-row=1000");
    assertThat(report.observations()).isEqualTo(2);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("line too long", 1L));
    assertThat(detail())
        .isEqualTo("a line of 2005 characters, expected at most 1000 (ingest.longest-row)");
  }

  @Test
  void aDocumentOfArraysThatIsTooLargeIsRejected() throws IOException {
    log("a.json", "{\"lr\": [0.1, 0.1], \"loss\": [2, 1], \"note\": \"" + "x".repeat(2000) + "\"}");
    log("b.json", "{\"lr\": [0.1, 0.1], \"loss\": [2, 1]}");
    IngestReport report =
        within(
            """
            source {
              format = json
              path = "{run}.json"
              arrays = ""
              steps-from = order
            """
                + SAME.formatted(""),
            "largest-document=1000");
    assertThat(report.observations()).isEqualTo(2);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("unreadable file", 1L));
    assertThat(detail()).isEqualTo("a document of over 1000 characters (ingest.largest-document)");
  }

  @Test
  void aDocumentOverSeveralLinesThatIsTooLongAsARowIsRejected() throws IOException {
    String blanks = "\n".repeat(100_000);
    log("a.json", "{\"step\": 1,\n\"lr\": 0.1, " + blanks + " \"loss\": 2}");
    log("b.json", "{\"step\": 1,\n\"lr\": 0.1, \"loss\": 2}");
    IngestReport report =
        within(
            "source {\n  format = json\n  path = \"{run}.json\"\n"
                + SAME.formatted(", step = step"),
            "longest-row=1000");
    assertThat(report.observations()).isEqualTo(1);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("unreadable file", 1L));
    assertThat(detail()).isEqualTo("a row of over 1000 characters (ingest.longest-row)");
  }

  @Test
  void aRecordOfWandbThatIsTooLargeIsPassedOver() throws IOException {
    Path file = logs.resolve("run-1-a/run-a.wandb");
    Files.createDirectories(file.getParent());
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.writeBytes(new byte[] {':', 'W', '&', 'B', (byte) 0xe1, (byte) 0xbe, 0});
    byte[] large = history(1, "\"" + "x".repeat(40_000) + "\"");
    int first = 30_000;
    part(log, 2, java.util.Arrays.copyOf(large, first));
    // What is left of a block of 32 KiB belongs to no record where it holds no head.
    int rest = (1 << 15) - log.size();
    part(log, 3, java.util.Arrays.copyOfRange(large, first, first + rest - 7));
    part(log, 4, java.util.Arrays.copyOfRange(large, first + rest - 7, large.length));
    part(log, 1, history(2, "1.5"));
    Files.write(file, log.toByteArray());
    String source =
        "source {\n  format = wandb\n  path = \"run-*-{run}/*.wandb\"\n" + SAME.formatted("");
    IngestReport report = within(source, "largest-record=35000");
    assertThat(report.observations()).isEqualTo(1);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("record too large", 1L));
    assertThat(detail())
        .isEqualTo(
            "record 1: found "
                + large.length
                + " bytes, expected at most 35000 (ingest.largest-record)");
  }

  private static void part(ByteArrayOutputStream log, int kind, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(kind);
    crc.update(data);
    log.writeBytes(
        ByteBuffer.allocate(7)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) crc.getValue())
            .putShort((short) data.length)
            .put((byte) kind)
            .array());
    log.writeBytes(data);
  }

  /** A record of the history, as wandb writes it. */
  private static byte[] history(int step, String loss) throws IOException {
    byte[] history =
        message(
            out -> {
              out.writeBytes(1, item("_step", String.valueOf(step)));
              out.writeBytes(1, item("lr", "0.1"));
              out.writeBytes(1, item("loss", loss));
            });
    return message(out -> out.writeBytes(2, ByteString.copyFrom(history)));
  }

  private static ByteString item(String key, String json) throws IOException {
    return ByteString.copyFrom(
        message(
            out -> {
              out.writeBytes(1, ByteString.copyFrom(key, UTF_8));
              out.writeBytes(16, ByteString.copyFrom(json, UTF_8));
            }));
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.write(out);
    out.flush();
    return bytes.toByteArray();
  }
}
