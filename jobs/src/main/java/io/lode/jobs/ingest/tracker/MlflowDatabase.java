package io.lode.jobs.ingest.tracker;

import io.lode.jobs.ingest.format.DamagedDataException;
import io.lode.jobs.ingest.format.Describe;
import io.lode.jobs.ingest.format.LocalCopy;
import io.lode.jobs.ingest.format.RefusedFileException;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The runs in an SQLite database of MLflow, through JDBC, from a copy of the file. */
final class MlflowDatabase implements LoggedValues {

  private static final String VALUES =
      "SELECT run_uuid, key, substr(value, 1, 100), timestamp, step, is_nan FROM metrics"
          + " ORDER BY run_uuid, timestamp, step, key";

  private final LocalCopy copy;
  private final Connection connection;
  private final Map<String, RunMetadata> runs = new HashMap<>();
  private Statement statement;
  private ResultSet values;
  private boolean ended;

  private MlflowDatabase(LocalCopy copy, Connection connection) {
    this.copy = copy;
    this.connection = connection;
  }

  static LoggedValues open(Path file, Configuration configuration) throws IOException {
    LocalCopy copy;
    try {
      copy = LocalCopy.of(file, configuration);
    } catch (DamagedDataException e) {
      return LoggedValues.of(new RowDefect("unreadable file", e.getMessage()));
    }
    try {
      // What was committed since the last checkpoint lies in the log beside the database.
      copy.addBeside(file.suffix("-wal"), "-wal", configuration);
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy.file());
      MlflowDatabase database = new MlflowDatabase(copy, connection);
      database.readRuns();
      return database;
    } catch (SQLException e) {
      copy.close();
      return LoggedValues.of(new RowDefect("unreadable file", Describe.shortly(e)));
    } catch (RefusedFileException e) {
      copy.close();
      return LoggedValues.of(new RowDefect("unreadable file", e.getMessage()));
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private void readRuns() throws SQLException {
    Map<String, Map<String, String>> names = new HashMap<>();
    Map<String, Map<String, String>> parameters = new HashMap<>();
    Map<String, RowDefect> defects = new HashMap<>();
    try (Statement query = connection.createStatement()) {
      try (ResultSet rows =
          query.executeQuery(
              "SELECT r.run_uuid, r.name, r.status, r.lifecycle_stage, r.experiment_id, e.name"
                  + " FROM runs r LEFT JOIN experiments e ON e.experiment_id = r.experiment_id")) {
        while (rows.next()) {
          String run = rows.getString(1);
          Map<String, String> said = new TreeMap<>();
          said.put("run_id", run);
          put(said, "run_name", rows.getString(2));
          put(said, "status", rows.getString(3));
          put(said, "experiment_id", rows.getString(5));
          put(said, "experiment", rows.getString(6));
          names.put(run, said);
          parameters.put(run, new TreeMap<>());
          if ("deleted".equals(rows.getString(4))) {
            defects.put(
                run, new RowDefect("deleted run", "lifecycle_stage of run " + run + " is deleted"));
          }
        }
      }
      collect(query, "SELECT run_uuid, key, substr(value, 1, 100000) FROM params", "", parameters);
      collect(query, "SELECT run_uuid, key, substr(value, 1, 100000) FROM tags", "tags.", names);
    }
    names.forEach(
        (run, said) -> {
          String tagged = said.get("tags.mlflow.runName");
          if (tagged != null) {
            said.putIfAbsent("run_name", tagged);
          }
          runs.put(run, new RunMetadata(said, parameters.get(run), defects.get(run)));
        });
  }

  private static void collect(
      Statement query, String sql, String prefix, Map<String, Map<String, String>> into)
      throws SQLException {
    try (ResultSet rows = query.executeQuery(sql)) {
      while (rows.next()) {
        Map<String, String> of = into.get(rows.getString(1));
        if (of != null) {
          put(of, prefix + rows.getString(2), rows.getString(3));
        }
      }
    }
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (value != null && !value.isBlank()) {
      values.put(name, value);
    }
  }

  @Override
  public Value next() {
    if (ended) {
      return null;
    }
    try {
      if (values == null) {
        statement = connection.createStatement();
        values = statement.executeQuery(VALUES);
      }
      if (!values.next()) {
        ended = true;
        return null;
      }
      return value();
    } catch (SQLException e) {
      ended = true;
      return Value.defective(
          "", RunMetadata.NONE, new RowDefect("unreadable file", Describe.shortly(e)));
    }
  }

  private Value value() throws SQLException {
    String run = String.valueOf(values.getString(1));
    String metric = String.valueOf(values.getString(2));
    String number = values.getBoolean(6) ? "nan" : text(3);
    String time = text(4);
    String step = text(5);
    String raw = run + " " + metric + " " + time + " " + number + " " + step;
    RunMetadata facts = runs.get(run);
    if (facts == null) {
      return Value.defective(
          raw, RunMetadata.NONE, new RowDefect("identity unknown", "no run " + run + " in runs"));
    }
    return new Value(metric, Value.orInfinity(number), step, Value.seconds(time), raw, facts, null);
  }

  private String text(int column) throws SQLException {
    String text = values.getString(column);
    return text == null ? "" : text;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    } finally {
      copy.close();
    }
  }
}
