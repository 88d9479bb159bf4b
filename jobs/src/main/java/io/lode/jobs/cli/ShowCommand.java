package io.lode.jobs.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.group.GroupDiagnosis;
import io.lode.jobs.pipeline.Diagnose;
import io.lode.jobs.pipeline.GroupsReport;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.LookAtSettings;
import io.lode.jobs.pipeline.Show;
import io.lode.jobs.print.Diagnoses;
import io.lode.jobs.print.GroupJson;
import io.lode.jobs.print.TextTable;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.RejectedListing;
import io.lode.jobs.store.tables.RunListing;
import io.lode.search.evidence.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what the store holds. */
@Command(name = "show", description = "List what the store holds.")
final class ShowCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Parameters(
      arity = "0..1",
      paramLabel = "WHAT",
      defaultValue = "groups",
      description =
          "groups, diagnosis, settings, runs, removed, rejected, schedules or ensembles"
              + " (default: ${DEFAULT-VALUE})")
  private String what;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "list at most so many runs or rejected rows (default: ${DEFAULT-VALUE})")
  private int limit;

  @Override
  public Integer call() {
    return shared.read(this::show);
  }

  private Result show(JobContext context) {
    return switch (what) {
      case "groups" -> groups(context);
      case "diagnosis" -> diagnosis(context);
      case "settings" -> SettingsTable.of(new LookAtSettings(context).run());
      case "runs" -> runs(new Show(context).runs(limit));
      case "removed" -> runs(new Show(context).removedRuns(limit));
      case "rejected" -> rejected(context);
      case "schedules" -> schedules(context);
      case "ensembles" -> ensembles(context);
      default ->
          throw new UsageException(
              "show takes groups, diagnosis, settings, runs, removed, rejected, schedules or"
                  + " ensembles, found '"
                  + what
                  + "'");
    };
  }

  private static Result groups(JobContext context) {
    TextTable table =
        new TextTable(
            "model",
            "dataset",
            "optimizer",
            "runs",
            "diverged",
            "running",
            "metric",
            "direction",
            "fingerprint");
    Show.Groups groups = new Show(context).groups();
    for (GroupSummary summary : groups.groups()) {
      table.add(
          summary.group().model(),
          summary.group().dataset(),
          summary.group().optimizer(),
          summary.runs(),
          summary.diverged(),
          summary.running(),
          summary.objective().metric(),
          summary.objective().direction().label(),
          summary.fingerprint().substring(0, 12));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("groups", table.records());
    json.put("snapshot", groups.snapshot() == null ? null : groups.snapshot().toString());
    return Result.of(json, table.lines());
  }

  private static Result diagnosis(JobContext context) {
    List<Map<String, Object>> groups = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    GroupsReport<GroupDiagnosis> report = new Diagnose(context).run();
    for (Done<GroupDiagnosis> done : report.groups()) {
      if (done.value() == null) {
        lines.add(done.group() + ": failed: " + done.failure());
        continue;
      }
      List<Finding> findings = done.value().findings();
      Map<String, Object> json = GroupJson.of(done.group());
      json.put("diagnosis", Diagnoses.json(findings));
      groups.add(json);
      lines.addAll(
          findings.isEmpty()
              ? List.of(done.group() + ", sweep: lacks nothing that the runs show")
              : Diagnoses.lines(done.group(), findings));
    }
    return new Result(Map.of("groups", groups), lines, report.failure());
  }

  private static Result runs(List<RunListing.Listed> runs) {
    return SettingsTable.runs(runs);
  }

  private Result rejected(JobContext context) {
    TextTable table = new TextTable("reason", "detail", "file", "row", "raw");
    TextTable counts = new TextTable("reason", "rows");
    RejectedListing rejected = new Show(context).rejected(limit);
    rejected.byReason().forEach(counts::add);
    for (RejectedListing.Listed row : rejected.first()) {
      table.add(row.reason(), row.detail(), row.file(), row.row(), row.raw());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rejectedByReason", rejected.byReason());
    json.put("rows", table.records());
    List<String> lines = new ArrayList<>(counts.lines());
    lines.add("");
    lines.addAll(table.lines());
    return Result.of(json, lines);
  }

  private static Result schedules(JobContext context) {
    TextTable table =
        new TextTable(
            "model", "dataset", "optimizer", "horizon", "steps", "versions", "latest", "path");
    for (Show.Schedule schedule : new Show(context).schedules()) {
      table.add(
          schedule.group().model(),
          schedule.group().dataset(),
          schedule.group().optimizer(),
          schedule.length() instanceof Show.Length.OfHorizon of ? of.horizon().fraction() : null,
          schedule.length() instanceof Show.Length.OfSteps of ? of.steps() : null,
          schedule.versions(),
          schedule.latest().orElse(null),
          schedule.path());
    }
    return Result.of(Map.of("schedules", table.records()), table.lines());
  }

  private static Result ensembles(JobContext context) {
    TextTable table = new TextTable("model", "dataset", "optimizer", "ensemble", "path");
    for (Show.Ensemble ensemble : new Show(context).ensembles()) {
      table.add(
          ensemble.group().model(),
          ensemble.group().dataset(),
          ensemble.group().optimizer(),
          ensemble.id(),
          ensemble.path());
    }
    return Result.of(Map.of("ensembles", table.records()), table.lines());
  }
}
