package io.lode.lab.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.lab.heldout.WideSweepBench;
import io.lode.lab.heldout.WideSweepRow;
import io.lode.trajectory.GroupKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How well held-out runs of wide sweeps are forecast. */
@Command(
    name = "wide-sweeps",
    description =
        "Read sweeps into the store, hold out runs of each group, and print R2 over the runs that"
            + " learned, for every kind of forecaster and for the nearest and the best run.")
final class WideSweepsBenchCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "how the logs are laid out; without it the groups of the store are measured")
  private String source;

  @Option(names = "--input", paramLabel = "URI", description = "the folder that holds the logs")
  private String input;

  @Override
  public Integer call() {
    return shared.run(this::measure);
  }

  private Result measure(JobContext context) {
    if ((source == null) != (input == null)) {
      throw new UsageException("--source and --input go together, found only one of them");
    }
    if (source != null) {
      new Ingest(context).run(source, input).requireSuccess();
    }
    TrajectorySnapshot snapshot = context.store().trajectories();
    WideSweepBench bench =
        new WideSweepBench(TrainSettings.of(context.settings()).trainer(context.seed()));
    List<WideSweepRow> rows = new ArrayList<>();
    for (GroupSummary summary : snapshot.groups(context.groups())) {
      GroupKey group = summary.group();
      rows.add(bench.measure(snapshot.sweeps(List.of(group)).first()));
      context.progress().accept("bench: " + group);
    }
    return Result.of(Map.of("rows", rows), WideSweepBench.lines(rows));
  }
}
