package io.lode.jobs.cli;

import io.lode.artifact.ScheduleSettings;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.group.GroupSettings;
import io.lode.jobs.pipeline.GroupsReport;
import io.lode.jobs.pipeline.Show;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.print.TextTable;
import io.lode.jobs.spark.GroupTasks.Done;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** What {@code lode show} prints of the settings of groups and runs. */
final class SettingsTable {

  /** Columns of a run by which its group is known; a count. */
  private static final int GROUP_COLUMNS = 3;

  private SettingsTable() {}

  /** Which hyperparameters of each group vary, what they do, and which are left out. */
  static Result of(GroupsReport<GroupSettings> report) {
    List<Map<String, Object>> groups = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Done<GroupSettings> done : report.groups()) {
      if (done.value() == null) {
        lines.add(done.group() + ": failed: " + done.failure());
        continue;
      }
      GroupSettings settings = done.value();
      List<Map<String, Object>> varying = new ArrayList<>();
      lines.add(
          done.group() + (settings.varying().isEmpty() ? ": nothing varies beside the rate" : ":"));
      for (GroupSettings.Varying one : settings.varying()) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", one.name());
        entry.put("scale", one.scale());
        entry.put("smallest", one.lowest());
        entry.put("largest", one.largest());
        entry.put("best", one.best());
        entry.put("used", one.used());
        entry.put("explained", one.explained());
        varying.add(entry);
        lines.add(
            String.format(
                Locale.ROOT,
                "  %s: %s%s, %s in the best run",
                one.name(),
                one.scale(),
                Double.isNaN(one.lowest())
                    ? ""
                    : String.format(Locale.ROOT, " from %.4g to %.4g", one.lowest(), one.largest()),
                one.best() == null ? "missing" : one.best()));
      }
      settings.lines().forEach(line -> lines.add("  " + line));
      settings.leftOut().forEach(line -> lines.add("  left out: " + line));
      Map<String, Object> json = GroupJson.of(done.group());
      json.put("varying", varying);
      json.put("findings", settings.lines());
      json.put("leftOut", settings.leftOut());
      groups.add(json);
    }
    return new Result(Map.of("groups", groups), lines, report.failure());
  }

  /** Runs under {@link Show#RUN_COLUMNS}; lines show the hyperparameters that differ in a group. */
  static Result runs(List<Row> runs) {
    TextTable table = new TextTable(Show.RUN_COLUMNS.toArray(String[]::new));
    TextTable json = new TextTable(Show.RUN_COLUMNS.toArray(String[]::new));
    Map<List<Object>, Set<String>> varying = varying(runs);
    for (Row run : runs) {
      Object[] values = new Object[run.size()];
      for (int i = 0; i < values.length - 1; i++) {
        values[i] = run.get(i);
      }
      Map<String, String> hyperparameters = hyperparameters(run);
      values[values.length - 1] = hyperparameters;
      json.add(values);
      Map<String, String> shown = new TreeMap<>(hyperparameters);
      shown.keySet().retainAll(varying.get(group(run)));
      Object[] line = values.clone();
      line[line.length - 1] = shown.isEmpty() ? null : ScheduleSettings.inWords(shown);
      table.add(line);
    }
    return Result.of(Map.of("runs", json.records()), table.lines());
  }

  private static Map<List<Object>, Set<String>> varying(List<Row> runs) {
    Map<List<Object>, List<Map<String, String>>> groups = new HashMap<>();
    runs.forEach(
        run ->
            groups
                .computeIfAbsent(group(run), unknown -> new ArrayList<>())
                .add(hyperparameters(run)));
    Map<List<Object>, Set<String>> varying = new HashMap<>();
    groups.forEach(
        (group, all) -> {
          Set<String> names = new HashSet<>();
          all.forEach(one -> names.addAll(one.keySet()));
          names.removeIf(name -> all.stream().map(one -> one.get(name)).distinct().count() < 2);
          varying.put(group, names);
        });
    return varying;
  }

  private static List<Object> group(Row run) {
    List<Object> group = new ArrayList<>();
    for (int i = 0; i < GROUP_COLUMNS; i++) {
      group.add(run.get(i));
    }
    return group;
  }

  private static Map<String, String> hyperparameters(Row run) {
    return new TreeMap<>(run.<String, String>getJavaMap(run.size() - 1));
  }
}
