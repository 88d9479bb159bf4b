package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.ingest.delivery.IngestReport;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines that programs print are read by the patterns of the source. */
class TextCasesTest extends LogCases {

  private static final String PATTERNS =
      """
      patterns = [
        "step:(?<step>\\\\d+)/\\\\d+ (?:train_loss:(?<train_loss>\\\\S+))?(?:val_loss:(?P<val_loss>\\\\S+))?"
        "step (?<step>\\\\d+): train loss (?<train_loss>[^ ,]+), val loss (?<val_loss>\\\\S+)"
      ]
      """;

  private static final String TEXT_COLUMNS =
      "step = step, train_loss = train_loss, validation_loss = val_loss";

  @Test
  void readsLinesOfTextByPatterns() {
    use("plain-text-log");
    IngestReport report =
        ingestCase("text", "{run}.txt", TEXT_COLUMNS, VALIDATION + CONSTANT + PATTERNS);
    assertThat(report.rejectedByReason()).isEmpty();
    assertThat(report.rows()).isEqualTo(5);
    assertThat(observations("a"))
        .containsExactly(
            "0.0 0.001 - 10.8", "1.0 0.001 10.79 -", "10.0 0.001 7.5 7.45", "20.0 0.001 6.9 6.95");
  }

  @Test
  void aLineWithoutAStepMayHaveTheLastOne() throws IOException {
    log("a.txt", "Epoch 1", "test loss 3", "Epoch 2", "test loss 2");
    ingestCase(
        "text",
        "{run}.txt",
        "step = epoch, validation_loss = loss",
        VALIDATION
            + CONSTANT
            + "patterns = [\"Epoch (?<epoch>\\\\d+)\", \"test loss (?<loss>\\\\S+)\"]\ncarry = [epoch]");
    assertThat(observations("a")).containsExactly("1.0 0.001 - 3.0", "2.0 0.001 - 2.0");
  }

  @Test
  void tellsATextInWhichNoPatternIsFound() throws IOException {
    log("a.txt", "nothing", "at all");
    IngestReport report =
        ingestCase("text", "{run}.txt", TEXT_COLUMNS, VALIDATION + CONSTANT + PATTERNS);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("no rows", 1L));
    assertThat(rejected().get(0).<String>getAs("detail"))
        .isEqualTo("no pattern is found in any of 2 lines, such as 'nothing'");
  }

  @Test
  void aPatternThatNeverEndsIsGivenUp() throws IOException {
    log("a.txt", "step 1 loss 2", "a".repeat(5000) + "!", "step 2 loss 1");
    IngestReport report =
        ingestCase(
            "text",
            "{run}.txt",
            TEXT_COLUMNS,
            VALIDATION
                + CONSTANT
                + "patterns = [\"^(a+)+$\", \"step (?<step>\\\\d+) loss (?<val_loss>\\\\S+)\"]"
                    .replace("(a+)+", "(?<junk>(a+)+)"));
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("pattern too slow", 1L));
    assertThat(observations("a")).containsExactly("1.0 0.001 - 2.0", "2.0 0.001 - 1.0");
  }

  @Test
  void refusesPatternsWithoutNames() {
    assertThatThrownBy(
            () ->
                ingestCase(
                    "text",
                    "{run}.txt",
                    TEXT_COLUMNS,
                    VALIDATION + CONSTANT + "patterns = [\"loss (.*)\"]"))
        .hasMessageContaining("patterns: 'loss (.*)' has no named group, such as (?<step>\\d+)");
    assertThatThrownBy(() -> ingestCase("text", "{run}.txt", TEXT_COLUMNS, VALIDATION + CONSTANT))
        .hasMessageContaining("patterns is missing, which format text needs");
  }
}
