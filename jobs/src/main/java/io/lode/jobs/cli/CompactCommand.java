package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.upkeep.Compact;
import io.lode.jobs.pipeline.upkeep.Compaction;
import io.lode.jobs.print.TextTable;
import io.lode.jobs.store.artifacts.Retention.Retained;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Joins small files and lets old snapshots go. */
@Command(
    name = "compact",
    description =
        "Join the small files of the tables, let snapshots and schedule versions go that are older"
            + " than compact.retention-days, and delete what crashed jobs left.")
final class CompactCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() {
    return shared.run(CompactCommand::compact);
  }

  private static Result compact(JobContext context) {
    Compact.Compacted compacted = new Compact(context).run();
    TextTable table =
        new TextTable(
            "table",
            "filesBefore",
            "filesAfter",
            "snapshotsBefore",
            "snapshotsAfter",
            "orphansDeleted");
    for (Compaction.Compacted one : compacted.tables()) {
      table.add(
          one.table(),
          one.filesBefore(),
          one.filesAfter(),
          one.snapshotsBefore(),
          one.snapshotsAfter(),
          one.orphansDeleted());
    }
    List<String> lines = new ArrayList<>(table.lines());
    for (Retained one : compacted.schedules()) {
      lines.add(one.folder() + ": removed versions " + one.removed() + ", kept " + one.kept());
    }
    if (compacted.leftovers() > 0) {
      lines.add("deleted " + compacted.leftovers() + " half-written files of killed processes");
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tables", table.records());
    json.put("schedules", compacted.schedules());
    json.put("leftoversDeleted", compacted.leftovers());
    return Result.of(json, lines);
  }
}
