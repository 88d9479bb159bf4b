package io.lode.jobs.cli;

import io.lode.jobs.cli.options.HorizonOption;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.group.Policy;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.pipeline.Nightly;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What runs every night: ingest, train what changed, generate. */
@Command(name = "nightly", description = "Ingest new logs, train what changed, and generate.")
final class NightlyCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "FILE",
      description = "how the logs are laid out")
  private String source;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "URI",
      description = "the folder that holds the logs")
  private String input;

  @Mixin private HorizonOption horizon;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "proven",
      description =
          "proven: only what was run at least twice; planned: the best plan where even its"
              + " pessimistic outcome beats the best run (default: ${DEFAULT-VALUE})")
  private Policy policy;

  @Override
  public Integer call() {
    return shared.run(horizon::horizons, this::nightly);
  }

  private Result nightly(JobContext context) {
    Nightly.Night night =
        new Nightly(context).run(source, input, horizon.horizons(context.settings()), policy);
    return Result.ofParts(
        List.of("ingest", "train", "generate"),
        List.of(
            IngestCommand.result(night.ingested()),
            TrainCommand.result(night.trained()),
            GenerateCommand.result(night.generated())),
        night.failure());
  }
}
