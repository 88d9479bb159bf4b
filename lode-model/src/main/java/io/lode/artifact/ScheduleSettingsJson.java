package io.lode.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a schedule in its artifact: numbers as numbers, true and false as such. */
final class ScheduleSettingsJson {

  /** Texts that JSON, too, reads as a number. */
  private static final String NUMBER = "-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?";

  private ScheduleSettingsJson() {}

  static void write(ObjectNode json, ScheduleSettings settings) {
    ObjectNode values = json.putObject("values");
    settings.values().forEach((name, value) -> put(values, name, value));
    json.put("source", settings.source());
    ArrayNode changes = json.putArray("changes");
    for (ScheduleSettings.Change change : settings.changes()) {
      ObjectNode one = changes.addObject();
      one.put("name", change.name());
      put(one, "value", change.value());
      one.put("objective", change.objective());
      one.put("standardDeviation", change.standardDeviation());
    }
    ArrayNode undecided = json.putArray("undecided");
    settings.undecided().forEach(undecided::add);
  }

  private static void put(ObjectNode json, String name, String value) {
    if (value.equals("true") || value.equals("false")) {
      json.put(name, value.equals("true"));
    } else if (value.matches(NUMBER) && Double.isFinite(Double.parseDouble(value))) {
      json.put(name, Double.parseDouble(value));
    } else {
      json.put(name, value);
    }
  }

  /** Reads what {@link #write} wrote; a file of an earlier version has none. */
  static ScheduleSettings read(JsonNode json) {
    if (!json.isObject()) {
      return ScheduleSettings.NONE;
    }
    Map<String, String> values = new TreeMap<>();
    json.path("values")
        .properties()
        .forEach(entry -> values.put(entry.getKey(), text(entry.getValue())));
    List<ScheduleSettings.Change> changes = new ArrayList<>();
    for (JsonNode one : json.path("changes")) {
      changes.add(
          new ScheduleSettings.Change(
              one.path("name").asText(),
              text(one.path("value")),
              one.path("objective").asDouble(Double.NaN),
              one.path("standardDeviation").asDouble(Double.NaN)));
    }
    List<String> undecided = new ArrayList<>();
    json.path("undecided").forEach(one -> undecided.add(one.asText()));
    return new ScheduleSettings(values, json.path("source").asText(), changes, undecided);
  }

  private static String text(JsonNode value) {
    // 16.0 is what JSON keeps of the 16 that was logged.
    return value.isNumber() && value.asDouble() == Math.rint(value.asDouble())
        ? value.decimalValue().stripTrailingZeros().toPlainString()
        : value.asText();
  }
}
