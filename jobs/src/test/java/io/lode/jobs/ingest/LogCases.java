package io.lode.jobs.ingest;

import io.lode.jobs.ingest.delivery.IngestReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;

/** Logs of the test resources, each of one kind that users have. */
abstract class LogCases extends IngestedLogs {

  private static final Path CASES = Path.of("src", "test", "resources", "logged");

  /** Copies a case to where logs are ingested from. */
  void use(String name) {
    Path from = CASES.resolve(name);
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path to = logs.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Observations of a run as text: step, rate, training loss, validation loss. */
  List<String> observations(String run) {
    return store
        .observations()
        .rows()
        .filter("run = '" + run + "'")
        .orderBy("step")
        .selectExpr("step", "learning_rate", "train_loss", "validation_loss")
        .collectAsList()
        .stream()
        .map(LogCases::text)
        .toList();
  }

  private static String text(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      text.append(i == 0 ? "" : " ").append(row.isNullAt(i) ? "-" : row.get(i).toString());
    }
    return text.toString();
  }

  /** Ingests logs of one model, dataset and optimizer. */
  IngestReport ingestCase(String format, String path, String columns, String more) {
    return ingest(
        """
        source {
          format = %s
          path = "%s"
          constants { model = m, dataset = d, optimizer = adam, sweep = s }
          columns { %s }
          %s
        }
        """
            .formatted(format, path, columns, more));
  }

  static final String VALIDATION = "objective { metric = validation_loss, direction = minimize }\n";
  static final String CONSTANT =
      "learning-rate { derive = constant, peak = \"0.001\" }\ntotal-steps = 20\n";
}
