package io.lode.jobs.cli;

import io.lode.artifact.ScheduleSettings;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.group.GroupSettings;
import io.lode.jobs.pipeline.GroupsReport;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.print.TextTable;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.tables.RunListing;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What {@code lode show} prints of the settings of groups and runs. */
final class SettingsTable {

  private static final String[] RUN_COLUMNS = {
    "model",
    "dataset",
    "optimizer",
    "sweep",
    "run",
    "status",
    "points",
    "lastStep",
    "totalSteps",
    "metric",
    "last",
    "best",
    "reason",
    "hyperparameters"
  };

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

  /** Runs; lines show the hyperparameters that differ in a group. */
  static Result runs(List<RunListing.Listed> runs) {
    TextTable table = new TextTable(RUN_COLUMNS);
    TextTable json = new TextTable(RUN_COLUMNS);
    Map<GroupKey, Set<String>> varying = varying(runs);
    for (RunListing.Listed run : runs) {
      json.add(values(run, run.hyperparameters()));
      Map<String, String> shown = new TreeMap<>(run.hyperparameters());
      shown.keySet().retainAll(varying.get(run.group()));
      table.add(values(run, shown.isEmpty() ? null : ScheduleSettings.inWords(shown)));
    }
    return Result.of(Map.of("runs", json.records()), table.lines());
  }

  private static Object[] values(RunListing.Listed run, Object hyperparameters) {
    return new Object[] {
      run.group().model(),
      run.group().dataset(),
      run.group().optimizer(),
      run.sweep(),
      run.run(),
      run.status(),
      run.points(),
      run.lastStep(),
      run.totalSteps(),
      run.metric(),
      run.last(),
      run.best(),
      run.reason(),
      hyperparameters
    };
  }

  private static Map<GroupKey, Set<String>> varying(List<RunListing.Listed> runs) {
    Map<GroupKey, List<Map<String, String>>> groups = new HashMap<>();
    runs.forEach(
        run ->
            groups
                .computeIfAbsent(run.group(), unknown -> new ArrayList<>())
                .add(run.hyperparameters()));
    Map<GroupKey, Set<String>> varying = new HashMap<>();
    groups.forEach(
        (group, all) -> {
          Set<String> names = new HashSet<>();
          all.forEach(one -> names.addAll(one.keySet()));
          names.removeIf(name -> all.stream().map(one -> one.get(name)).distinct().count() < 2);
          varying.put(group, names);
        });
    return varying;
  }
}
