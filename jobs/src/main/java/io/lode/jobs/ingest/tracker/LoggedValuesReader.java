package io.lode.jobs.ingest.tracker;

import io.lode.jobs.ingest.format.CellRowReader;
import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.LogStreams;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a tracker logged, a value a row in columns {@code step}, {@code time} (seconds since 1970),
 * {@code metric} and {@code value}: one run of MLflow's file store, named by its {@code meta.yaml},
 * or all runs of an SQLite database of MLflow or Optuna.
 *
 * <p>Names for constants of MLflow: {@code run_id}, {@code run_name}, {@code experiment_id}, {@code
 * experiment}, {@code status}, tags as {@code tags.NAME}, and parameters by their own names.
 */
final class LoggedValuesReader extends CellRowReader {

  private static final byte[] DATABASE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private final LoggedValues rows;
  private LoggedValues.Value value;

  private LoggedValuesReader(LoggedValues rows) {
    this.rows = rows;
    for (String column : new String[] {"step", "time", "metric", "value"}) {
      cells.place(column);
    }
  }

  /** What MLflow logged. */
  static LoggedValuesReader ofMlflow(Path file, Configuration configuration) throws IOException {
    byte[] start;
    try (InputStream in = LogStreams.open(file, configuration)) {
      start = in.readNBytes(DATABASE.length);
    } catch (DamagedDataException e) {
      return new LoggedValuesReader(
          LoggedValues.of(new RowDefect("unreadable file", e.getMessage())));
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException(file + " is gone");
    }
    boolean database = java.util.Arrays.equals(start, DATABASE) || isNamedDatabase(file.getName());
    return new LoggedValuesReader(
        database
            ? MlflowDatabase.open(file, configuration)
            : MlflowRunFolder.open(file, configuration));
  }

  /** What Optuna logged. */
  static LoggedValuesReader ofOptuna(Path file, Configuration configuration) throws IOException {
    return new LoggedValuesReader(OptunaDatabase.open(file, configuration));
  }

  private static boolean isNamedDatabase(String name) {
    return name.matches(".*\\.(db|sqlite|sqlite3)(\\.gz|\\.zst|\\.zstd)?");
  }

  @Override
  public boolean next() throws IOException {
    value = rows.next();
    if (value == null) {
      return false;
    }
    row++;
    defect = value.defect();
    cells.clear();
    if (defect == null) {
      cells.set(cells.place("step"), value.step());
      cells.set(cells.place("time"), value.time());
      cells.set(cells.place("metric"), value.metric());
      cells.set(cells.place("value"), value.value());
    }
    return true;
  }

  @Override
  public String raw() {
    return value.raw();
  }

  @Override
  public RunMetadata facts() {
    return value.facts();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
