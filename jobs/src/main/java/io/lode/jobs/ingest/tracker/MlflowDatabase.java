package io.lode.jobs.ingest.tracker;

import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.RunMetadata;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The runs in an SQLite database of MLflow, through JDBC, from a copy of the file. */
final class MlflowDatabase implements TrackerDatabase.Tables {

  private static final String VALUES =
      "SELECT run_uuid, key, substr(value, 1, 100), timestamp, step, is_nan FROM metrics"
          + " ORDER BY run_uuid, timestamp, step, key";

  private final Map<String, RunMetadata> runs = new HashMap<>();

  static LoggedValues open(Path file, Configuration configuration) throws IOException {
    return TrackerDatabase.open(file, configuration, new MlflowDatabase(), "");
  }

  @Override
  public void readRuns(Statement query) throws SQLException {
    Map<String, Map<String, String>> names = new HashMap<>();
    Map<String, Map<String, String>> parameters = new HashMap<>();
    Map<String, RowDefect> defects = new HashMap<>();
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
  public ResultSet values(Statement query) throws SQLException {
    return query.executeQuery(VALUES);
  }

  @Override
  public LoggedValues.Value value(ResultSet row) throws SQLException {
    String run = String.valueOf(row.getString(1));
    String metric = String.valueOf(row.getString(2));
    String number = row.getBoolean(6) ? "nan" : text(row, 3);
    String time = text(row, 4);
    String step = text(row, 5);
    String raw = run + " " + metric + " " + time + " " + number + " " + step;
    RunMetadata facts = runs.get(run);
    if (facts == null) {
      return LoggedValues.Value.defective(
          raw, RunMetadata.NONE, new RowDefect("identity unknown", "no run " + run + " in runs"));
    }
    return new LoggedValues.Value(
        metric,
        LoggedValues.Value.orInfinity(number),
        step,
        LoggedValues.Value.seconds(time),
        raw,
        facts,
        null);
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
