package io.lode.jobs.ingest.tracker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/**
 * The intermediate values of the trials in an SQLite storage of Optuna, through JDBC, from a copy
 * of the file. The metric is {@code intermediate_value}.
 *
 * <p>Names for constants: {@code study}, {@code trial} (its number), {@code state}, user attributes
 * as {@code attributes.NAME}, and parameters by their own names.
 */
final class OptunaDatabase implements TrackerDatabase.Tables {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Long, RunMetadata> trials = new HashMap<>();
  private boolean hasTypes;

  static LoggedValues open(Path file, Configuration configuration) throws IOException {
    return TrackerDatabase.open(
        file, configuration, new OptunaDatabase(), "no storage of Optuna: ");
  }

  @Override
  public void readRuns(Statement query) throws SQLException {
    Map<Long, Map<String, String>> names = new HashMap<>();
    Map<Long, Map<String, String>> parameters = new HashMap<>();
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
  public ResultSet values(Statement query) throws SQLException {
    // Storages before Optuna 3 have no column for values that are not finite.
    try (ResultSet columns = query.executeQuery("PRAGMA table_info(trial_intermediate_values)")) {
      while (columns.next()) {
        hasTypes |= columns.getString("name").equals("intermediate_value_type");
      }
    }
    return query.executeQuery(
        "SELECT trial_id, step, intermediate_value"
            + (hasTypes ? ", intermediate_value_type" : "")
            + " FROM trial_intermediate_values ORDER BY trial_id, step");
  }

  @Override
  public LoggedValues.Value value(ResultSet row) throws SQLException {
    long trial = row.getLong(1);
    String step = row.getString(2);
    String number = row.getString(3);
    String type = hasTypes ? String.valueOf(row.getString(4)) : "FINITE";
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
      return LoggedValues.Value.defective(
          raw,
          RunMetadata.NONE,
          new RowDefect("identity unknown", "no trial " + trial + " in trials"));
    }
    return new LoggedValues.Value("intermediate_value", number, step, "", raw, facts, null);
  }
}
