package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.ingest.delivery.RemovedRuns.Changed;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.upkeep.Remove;
import io.lode.jobs.print.GroupJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes runs out of what counts, and brings them back. */
@Command(
    name = "remove",
    description =
        "Make runs not count, such as pilots, or a run that is there under two names. They stay in"
            + " the store, and --undo makes them count again; so does nothing else, not even the"
            + " ingest of their logs.")
final class RemoveCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--run",
      required = true,
      split = ",",
      paramLabel = "RUN",
      description = "the runs, by name; lode show runs lists them")
  private List<String> runs;

  @Option(names = "--undo", description = "make them count again")
  private boolean undo;

  @Override
  public Integer call() {
    return shared.run(this::remove);
  }

  private Result remove(JobContext context) {
    Remove remove = new Remove(context);
    List<Changed> changed = undo ? remove.restore(runs) : remove.remove(runs);
    List<Map<String, Object>> records = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Changed run : changed) {
      Map<String, Object> record = new LinkedHashMap<>(GroupJson.of(run.group()));
      record.put("run", run.run());
      record.put("removed", !undo);
      record.put("changed", run.changed());
      records.add(record);
      lines.add(
          run.group().path()
              + ", run "
              + run.run()
              + ": "
              + (undo ? "counts" : "does not count")
              + (run.changed() ? (undo ? " again" : " any more") : ", as before"));
    }
    return Result.of(Map.of("runs", records), lines);
  }
}
