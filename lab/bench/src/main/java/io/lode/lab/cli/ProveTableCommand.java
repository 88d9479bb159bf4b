package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.lab.prove.ProofTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts head-to-heads into one table. */
@Command(
    name = "prove-table",
    description = "Put what proves found on several tasks into one table, with p values.")
final class ProveTableCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "NAME=FILE",
      description = "proof.json that prove left in its folder; once for each task")
  private Map<String, Path> tasks = new LinkedHashMap<>();

  @Option(
      names = "--against",
      paramLabel = "METHOD",
      description = "method that all are compared with (default: the best run of the sweep)")
  private String against;

  @Override
  public Integer call() {
    return options.run(
        progress -> {
          List<String> lines = ProofTable.read(tasks).markdown(against);
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("lines", lines);
          return Result.of(json, lines);
        });
  }
}
