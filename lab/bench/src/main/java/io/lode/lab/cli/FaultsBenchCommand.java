package io.lode.lab.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.fault.FaultSummary;
import io.lode.lab.fault.FaultsBench;
import io.lode.lab.fault.FaultsBench.Fault;
import io.lode.lab.fault.FaultsBench.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is left of runs that were killed. */
@Command(
    name = "faults",
    description =
        "Run nightly on a cluster on loopback again and again, kill the driver, an executor or a"
            + " worker, or let a call of the store fail, run it once more, and compare the store"
            + " with that of an undisturbed run.")
final class FaultsBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "4",
      description = "runs that are hit (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--first-run",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "number of the first run, to continue a campaign: each has the same fault under the same"
              + " seed (default: ${DEFAULT-VALUE})")
  private int firstRun;

  @Option(
      names = "--groups",
      paramLabel = "N",
      defaultValue = "3",
      description = "groups of each store (default: ${DEFAULT-VALUE})")
  private int groups;

  @Option(
      names = "--faults",
      split = ",",
      paramLabel = "NAME",
      description = "driver, executor, worker, store (default: all)")
  private List<Fault> faults = List.of(Fault.values());

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of faults and moments (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "where logs and stores are kept (default: a temporary folder)")
  private Path folder;

  @Override
  public Integer call() {
    return options.run(this::measure);
  }

  private Result measure(ConsoleProgress progress) {
    String home = System.getProperty("lode.home");
    if (home == null) {
      throw new UsageException("bench faults starts scripts: run it by submit-scripts/lode-lab");
    }
    List<Row> rows =
        new FaultsBench(Path.of(home), BenchCommand.workFolder(folder), groups, progress)
            .run(firstRun, runs, faults, seed);
    long sound = rows.stream().filter(Row::sound).count();
    List<FaultSummary> summaries = FaultSummary.of(rows);
    List<String> lines = new ArrayList<>(summaries.stream().map(FaultSummary::line).toList());
    lines.add(sound + " of " + rows.size() + " runs left a store as if undisturbed");
    return Result.of(
        Map.of("rows", rows, "summaries", summaries, "runs", rows.size(), "sound", sound), lines);
  }
}
