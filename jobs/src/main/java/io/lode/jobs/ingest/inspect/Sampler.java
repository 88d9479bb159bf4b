package io.lode.jobs.ingest.inspect;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.LogReader.Cell;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the first rows of log files.
 *
 * @param configuration what files are opened with
 */
record Sampler(Configuration configuration) {

  /** Rows that are looked at in a file: enough to meet its metrics and its restarts. */
  private static final int ROWS = 5000;

  /** Looks at a file. */
  Sample sample(LogFile file, Kind kind) throws IOException {
    Sample sample = new Sample(file, kind);
    try (LogReader reader = LogReader.open(provisional(kind), LogFiles.path(file), configuration)) {
      while (sample.rows() < ROWS && reader.next()) {
        if (reader.defect() != null) {
          sample.defect(reader.defect().reason());
          sample.row();
          continue;
        }
        sample.row();
        sample.said(reader.facts().names(), reader.facts().hyperparameters());
        take(reader, kind, sample);
      }
    }
    return sample;
  }

  private static void take(LogReader reader, Kind kind, Sample sample) {
    int metric = kind.isLong() ? column(reader, kind, "metric") : -1;
    int value = kind.isLong() ? column(reader, kind, "value") : -1;
    for (int i = 0; i < reader.width(); i++) {
      if (i == metric || i == value) {
        continue;
      }
      take(reader, i, sample.column(reader.column(i)));
    }
    if (metric >= 0 && value >= 0 && reader.text(metric) != null) {
      take(reader, value, sample.column(reader.text(metric)));
    }
  }

  private static void take(LogReader reader, int place, Sample.Column column) {
    Cell cell = reader.cell(place);
    if (cell == Cell.NUMBER) {
      column.number(reader.number(place), reader.text(place));
    } else if (cell == Cell.TEXT) {
      column.text(reader.text(place));
    }
  }

  /** The place of the column that names the metric or holds the value, or -1. */
  private static int column(LogReader reader, Kind kind, String what) {
    String wanted = what;
    for (String setting : kind.settings()) {
      if (setting.startsWith("long {")) {
        wanted = setting.replaceFirst(".*\\b" + what + " = \"?([^\",}]+?)\"? ?[,}].*", "$1");
      }
    }
    for (int i = 0; i < reader.width(); i++) {
      if (reader.column(i).equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  /** A source that opens files of a kind; of its columns none is used. */
  static SourceDefinition provisional(Kind kind) {
    return SourceFile.parse(
        "inspect",
        """
        source {
          format = %s
          path = "**"
          constants { run = r, model = m, dataset = d }
          columns { step = step, learning_rate = "lr.0" }
          hyperparameter-columns = ["learning_rate.0", "lrs.0"]
          objective { metric = x, direction = minimize }
          %s
        }
        """
            .formatted(kind.format(), String.join("\n", kind.settings())));
  }
}
