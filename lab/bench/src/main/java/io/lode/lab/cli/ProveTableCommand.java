package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.lab.prove.ProofTable;
import io.lode.lab.prove.SeedLuckTable;
import io.lode.search.EvidenceConfig;
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

  @Option(
      names = "--seed-luck",
      description =
          "instead, what it is worth to take the luck of seeds off before schedules are compared")
  private boolean seedLuck;

  @Option(
      names = "--without",
      paramLabel = "METHOD",
      description =
          "with --seed-luck, leave out methods whose name starts so, such as those with another"
              + " optimizer; once for each")
  private List<String> without = List.of();

  @Override
  public Integer call() {
    return options.run(
        progress -> {
          ProofTable table = ProofTable.read(tasks);
          List<String> lines =
              seedLuck
                  ? new SeedLuckTable(table, without, EvidenceConfig.standard()).markdown()
                  : table.markdown(against);
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("lines", lines);
          return Result.of(json, lines);
        });
  }
}
