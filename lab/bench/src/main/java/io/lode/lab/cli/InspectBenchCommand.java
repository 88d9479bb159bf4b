package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.pipeline.JobContext;
import io.lode.lab.load.InspectBench;
import io.lode.lab.load.InspectBench.Compared;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many runs are right by the source files that inspect writes. */
@Command(
    name = "inspect",
    description =
        "Ingest logs by the source files that lode inspect writes for them, without an edit, and by"
            + " one that a person wrote; count the runs of which both store the same rows.")
final class InspectBenchCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--input",
      paramLabel = "FOLDER",
      required = true,
      description = "the folder that holds the logs")
  private String input;

  @Option(
      names = "--reference",
      paramLabel = "SOURCE",
      required = true,
      description = "the source file of a person: a name in conf/sources, or a file")
  private String reference;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "where source files and stores are kept (default: a temporary folder)")
  private Path folder;

  @Override
  public Integer call() {
    return shared.read(this::measure);
  }

  private Result measure(JobContext context) {
    Compared compared =
        new InspectBench(context.spark(), BenchCommand.workFolder(folder), context.progress())
            .run(input, reference);
    return Result.of(Map.of("compared", compared), compared.lines());
  }
}
