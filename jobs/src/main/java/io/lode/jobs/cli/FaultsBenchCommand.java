package io.lode.jobs.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.bench.FaultsBench;
import io.lode.jobs.bench.FaultsBench.Fault;
import io.lode.jobs.bench.FaultsBench.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is left of runs that were killed. */
@Command(
    mixinStandardHelpOptions = true,
    name = "faults",
    description =
        "Run nightly on a cluster on loopback again and again, kill the driver, an executor or a"
            + " worker, or let a call of the store fail, run it once more, and compare the store"
            + " with that of an undisturbed run.")
final class FaultsBenchCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "4",
      description = "runs that are hit (default: ${DEFAULT-VALUE})")
  private int runs;

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

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  @Override
  public Integer call() {
    Console console = BenchCommand.console(command);
    try {
      String home = System.getProperty("lode.home");
      if (home == null) {
        throw new UsageException("bench faults starts scripts: run it by submit-scripts/lode");
      }
      List<Row> rows =
          new FaultsBench(
                  Path.of(home), BenchCommand.workFolder(folder), groups, console.err()::println)
              .run(runs, faults, seed);
      long sound = rows.stream().filter(Row::sound).count();
      console.result(
          Result.of(
              Map.of("rows", rows, "runs", rows.size(), "sound", sound),
              List.of(sound + " of " + rows.size() + " runs left a store as if undisturbed")),
          json);
      return 0;
    } catch (IllegalArgumentException | UsageException e) {
      UsageException error = new UsageException(e.getMessage(), e);
      console.error(error, json, false);
      return error.exitStatus();
    }
  }
}
