package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.ingest.delivery.IngestReport;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Names that no folder of the store can have are refused with their reason, others are read. */
class UnusableNamesTest extends IngestedLogs {

  private static final String JSON_SOURCE =
      """
      source {
        format = json
        path = "{run}.jsonl"
        constants { dataset = d, optimizer = o }
        columns { model = model, step = step, learning_rate = lr, train_loss = loss }
        objective { metric = train_loss, direction = minimize }
      }
      """;

  @Test
  void aNameTooLongForAFolderIsRejectedWithItsLength() throws IOException {
    log("模".repeat(40) + "/a.csv", run(3));
    log("m/b.csv", run(3));
    IngestReport report = ingest(SOURCE);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("identity unusable", 3L));
    assertThat(report.runs()).isEqualTo(1);
    Row row = rejected().get(0);
    assertThat(row.<String>getAs("detail"))
        .isEqualTo(
            "model of 40 characters takes 366 bytes as the name of a folder, expected at most 255:"
                + " give it a shorter name with constants { model = ... }");
  }

  @Test
  void namesThatDifferOnlyInWhatCannotBeEncodedAreNotMerged() throws IOException {
    for (String half : new String[] {"d800", "d801"}) {
      log(
          "run-" + half + ".jsonl",
          "{\"model\": \"m\\u" + half + "\", \"step\": 1, \"lr\": 0.1, \"loss\": 2}");
    }
    log("good.jsonl", "{\"model\": \"m\", \"step\": 1, \"lr\": 0.1, \"loss\": 2}");
    IngestReport report = ingest(JSON_SOURCE);
    assertThat(report.rejectedByReason()).isEqualTo(Map.of("identity unusable", 2L));
    assertThat(report.runs()).isEqualTo(1);
    assertThat(rejected().get(0).<String>getAs("detail"))
        .startsWith("model holds a character that UTF-8 cannot encode");
  }
}
