package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.upkeep.Relocate;
import io.lode.jobs.store.Relocation;
import io.lode.jobs.store.tables.TableRelocation.Relocated;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a store whole after it was copied or moved. */
@Command(
    name = "relocate",
    description =
        "Make a store whole at the place that --store names, after it was copied or moved there. The"
            + " store that it was copied from is neither read nor changed.")
final class RelocateCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() {
    return shared.read(RelocateCommand::relocate);
  }

  private static Result relocate(JobContext context) {
    Relocation.Moved moved = new Relocate(context).run();
    String from =
        moved.before() != null
            ? moved.before().location()
            : moved.tables().isEmpty() ? null : moved.tables().get(0).from();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("changed", moved.changed());
    json.put("from", from);
    json.put("to", moved.now().location());
    json.put("id", moved.now().id());
    json.put("tables", moved.tables());
    json.put("notices", moved.notices());
    List<String> lines = new ArrayList<>();
    if (moved.changed()) {
      lines.add(
          "store " + moved.now().location() + " is a store of its own now, id " + moved.now().id());
      lines.add("before: " + (from == null ? "a place that it did not name" : from));
      for (Relocated table : moved.tables()) {
        lines.add(
            "table %s: %d snapshots kept, %d manifests written"
                .formatted(table.table(), table.snapshots(), table.manifests()));
      }
    } else {
      lines.add("store " + moved.now().location() + " lies where it says, nothing changed");
    }
    moved.notices().forEach(notice -> lines.add("notice: " + notice));
    return Result.of(json, lines);
  }
}
