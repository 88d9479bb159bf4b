package io.lode.jobs.print;

import io.lode.artifact.ScheduleSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the settings of a schedule are printed. */
public final class SettingsWords {

  private SettingsWords() {}

  /** The settings as JSON; values are texts as logged. */
  public static Map<String, Object> json(ScheduleSettings settings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("values", settings.values());
    json.put("source", settings.source());
    List<Map<String, Object>> changes = new ArrayList<>();
    for (ScheduleSettings.Change change : settings.changes()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", change.name());
      one.put("value", change.value());
      one.put("objective", change.objective());
      one.put("standardDeviation", change.standardDeviation());
      changes.add(one);
    }
    json.put("changes", changes);
    json.put("undecided", settings.undecided());
    return json;
  }

  /**
   * What follows the line of a schedule: for which settings it is; nothing where nothing varies.
   */
  public static String suffix(ScheduleSettings settings) {
    return settings.values().isEmpty()
        ? ""
        : "; for " + settings.inWords() + " (" + settings.source() + ")";
  }

  /**
   * One line a hyperparameter: what other values would bring; and one for each that says nothing.
   */
  public static List<String> lines(ScheduleSettings settings) {
    Map<String, StringBuilder> byName = new LinkedHashMap<>();
    for (ScheduleSettings.Change change : settings.changes()) {
      StringBuilder line =
          byName.computeIfAbsent(
              change.name(), name -> new StringBuilder("  with another " + name));
      line.append(
          String.format(
              Locale.ROOT,
              "%s %.5g ± %.2g at %s",
              line.indexOf(":") < 0 ? ":" : ",",
              change.objective(),
              change.standardDeviation(),
              change.value()));
    }
    List<String> lines = new ArrayList<>();
    byName.values().forEach(line -> lines.add(line.toString()));
    settings.undecided().forEach(one -> lines.add("  " + one));
    return lines;
  }
}
