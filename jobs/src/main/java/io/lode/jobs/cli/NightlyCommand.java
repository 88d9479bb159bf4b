package io.lode.jobs.cli;

import io.lode.jobs.JobException;
import io.lode.jobs.group.Policy;
import io.lode.jobs.pipeline.JobContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    return shared.run(this::nightly);
  }

  private Result nightly(JobContext context) {
    Map<String, Object> json = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    JobException failure = null;
    List<Job> steps =
        List.of(
            ingesting -> IngestCommand.ingest(ingesting, source, input),
            TrainCommand::train,
            generating -> GenerateCommand.generate(generating, horizon.values(), policy));
    List<String> names = List.of("ingest", "train", "generate");
    for (int i = 0; i < steps.size(); i++) {
      Result result = steps.get(i).run(context);
      json.put(names.get(i), result.json());
      lines.addAll(result.lines());
      // What could not be ingested or trained does not keep the rest from being published.
      failure = failure == null ? result.failure() : failure;
    }
    return new Result(json, lines, failure);
  }
}
