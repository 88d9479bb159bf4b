package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.fault.CopyBench;
import io.lode.lab.fault.DamageBench;
import io.lode.lab.fault.DamageBench.Harm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What becomes of stores that are damaged, copied and moved. */
@Command(
    name = "damage",
    description =
        "Damage one file of a store at a time, of each kind in each way, then run check --repair and"
            + " nightly; copy a store at moments spread over a night, and move it.")
final class DamageBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(
      names = "--kinds",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "kinds of file in whose name this is found (default: all)")
  private Pattern kinds;

  @Option(
      names = "--harms",
      split = ",",
      paramLabel = "NAME",
      description = "cut, emptied, gone, swapped, flipped (default: all)")
  private List<Harm> harms = List.of(Harm.values());

  @Option(
      names = "--flips",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "bits that are flipped in a file of each kind, one at a time (default: ${DEFAULT-VALUE})")
  private int flips;

  @Option(
      names = "--copies",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "copies that are made while a night runs, spread over the night (default: ${DEFAULT-VALUE})")
  private int copies;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of bits and moments (default: ${DEFAULT-VALUE})")
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
    Path work = BenchCommand.workFolder(folder);
    List<CopyBench.Row> copied =
        copies == 0 ? List.of() : new CopyBench(work.resolve("copies"), progress).run(copies, seed);
    List<DamageBench.Row> damaged =
        new DamageBench(work.resolve("damage"), progress).run(kinds, harms, flips, seed);
    long sound =
        damaged.stream().filter(DamageBench.Row::sound).count()
            + copied.stream().filter(CopyBench.Row::sound).count();
    List<String> lines = new ArrayList<>();
    copied.forEach(row -> lines.add(row.line()));
    damaged.forEach(row -> lines.add(row.line()));
    int all = damaged.size() + copied.size();
    lines.add(sound + " of " + all + " stores work, and nothing was lost that is not named");
    return Result.of(
        Map.of("damaged", damaged, "copied", copied, "stores", all, "sound", sound), lines);
  }
}
