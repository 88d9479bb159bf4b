package io.lode.jobs.ingest.tracker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/**
 * The intermediate values of the trials in an SQLite storage of Optuna, through JDBC, from a copy
 * of the file. The metric is {@code intermediate_value}.
 *
 * <p>Names for constants: {@code study}, {@code trial} (its number), {@code state}, user attributes
 * as {@code attributes.NAME}, and parameters by their own names.
 */
final class OptunaDatabase implements LoggedValues {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalCopy copy;
  private final Connection connection;
  private final Map<Long, RunMetadata> trials = new HashMap<>();
  private Statement statement;
  private ResultSet values;
  private boolean hasTypes;
  private boolean ended;

  private OptunaDatabase(LocalCopy copy, Connection connection) {
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
      OptunaDatabase database =
          new OptunaDatabase(copy, DriverManager.getConnection("jdbc:sqlite:" + copy.file()));
      database.readTrials();
      return database;
    } catch (SQLException e) {
      copy.close();
      return LoggedValues.of(
          new RowDefect("unreadable file", "no storage of Optuna: " + Describe.shortly(e)));
    } catch (RefusedFileException e) {
      copy.close();
      return LoggedValues.of(new RowDefect("unreadable file", e.getMessage()));
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private void readTrials() throws SQLException {
    Map<Long, Map<String, String>> names = new HashMap<>();
    Map<Long, Map<String, String>> parameters = new HashMap<>();
    try (Statement query = connection.createStatement()) {
      try (ResultSet rows =
          query.executeQuery(
              "SELECT t.trial_id, t.number, t.state, s.study_name FROM trials t"
                  + " JOIN studies s ON s.study_id = t.study_id")) {
        while (rows.next()) {
          Map<String, String> said = new TreeMap<>();
          said.put("trial", rows.getString(2));
          said.put("state", rows.getString(3));
          said.put("status", rows.getString(3));
          said.put("study", rows.getString(4));
          names.put(rows.getLong(1), said);
          parameters.put(rows.getLong(1), new TreeMap<>());
        }
      }
      try (ResultSet rows =
          query.executeQuery(
              "SELECT trial_id, param_name, substr(param_value, 1, 100000), distribution_json FROM"
                  + " trial_params")) {
        while (rows.next()) {
          Map<String, String> of = parameters.get(rows.getLong(1));
          if (of != null) {
            of.put(rows.getString(2), value(rows.getString(3), rows.getString(4)));
          }
        }
      }
      try (ResultSet rows =
          query.executeQuery(
              "SELECT trial_id, key, substr(value_json, 1, 100000) FROM trial_user_attributes")) {
        while (rows.next()) {
          Map<String, String> of = names.get(rows.getLong(1));
          if (of != null) {
            of.put("attributes." + rows.getString(2), text(rows.getString(3)));
          }
        }
      }
    }
    names.forEach(
        (trial, said) -> trials.put(trial, new RunMetadata(said, parameters.get(trial), null)));
  }

  /** A parameter's value; Optuna stores the place of a choice among all choices. */
  private static String value(String stored, String distribution) {
    try {
      JsonNode choices = JSON.readTree(distribution).path("attributes").path("choices");
      int place = (int) Double.parseDouble(stored);
      return choices.has(place) ? text(choices.get(place).toString()) : stored;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return stored;
    }
  }

  /** The text of a JSON value, without quotes. */
  private static String text(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      return node.isValueNode() ? node.asText() : json;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return String.valueOf(json);
    }
  }

  @Override
  public Value next() {
    if (ended) {
      return null;
    }
    try {
      if (values == null) {
        query();
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

  private void query() throws SQLException {
    statement = connection.createStatement();
    // Storages before Optuna 3 have no column for values that are not finite.
    try (ResultSet columns =
        statement.executeQuery("PRAGMA table_info(trial_intermediate_values)")) {
      while (columns.next()) {
        hasTypes |= columns.getString("name").equals("intermediate_value_type");
      }
    }
    values =
        statement.executeQuery(
            "SELECT trial_id, step, intermediate_value"
                + (hasTypes ? ", intermediate_value_type" : "")
                + " FROM trial_intermediate_values ORDER BY trial_id, step");
  }

  private Value value() throws SQLException {
    long trial = values.getLong(1);
    String step = values.getString(2);
    String number = values.getString(3);
    String type = hasTypes ? String.valueOf(values.getString(4)) : "FINITE";
    number =
        switch (type) {
          case "NAN" -> "nan";
          case "INF_POS" -> "inf";
          case "INF_NEG" -> "-inf";
          default -> number == null ? "nan" : number;
        };
    String raw = "trial_id " + trial + ", step " + step + ": " + number;
    RunMetadata facts = trials.get(trial);
    if (facts == null) {
      return Value.defective(
          raw,
          RunMetadata.NONE,
          new RowDefect("identity unknown", "no trial " + trial + " in trials"));
    }
    return new Value("intermediate_value", number, step, "", raw, facts, null);
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
