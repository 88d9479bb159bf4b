package io.lode.jobs.cli;

import io.lode.jobs.JobException;
import io.lode.jobs.UsageException;
import io.lode.jobs.group.Policy;
import io.lode.jobs.pipeline.JobContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole pipeline on the bundled real logs. */
@Command(
    name = "demo",
    description =
        "Run the whole pipeline on the bundled real logs, and write a report of what came of it.")
final class DemoCommand implements Callable<Integer> {

  private static final List<String> HORIZONS = List.of("0.5", "1.0");

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() {
    return shared.run(DemoCommand::demo);
  }

  private static Result demo(JobContext context) {
    Path examples = examples();
    Map<String, Object> json = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    List<Job> steps =
        List.of(
            c -> IngestCommand.ingest(c, "llm-loss-curves", input(examples, "llm-loss-curves")),
            c -> IngestCommand.ingest(c, "algoperf", input(examples, "algoperf-baseline")),
            TrainCommand::train,
            c -> GenerateCommand.generate(c, HORIZONS, Policy.PLANNED),
            c -> ReportCommand.report(c, null));
    List<String> names = List.of("llmLossCurves", "algoPerf", "train", "generate", "report");
    JobException failure = null;
    for (int i = 0; i < steps.size(); i++) {
      context.progress().accept("demo: step " + (i + 1) + " of " + steps.size());
      Result result = steps.get(i).run(context);
      json.put(names.get(i), result.json());
      lines.addAll(result.lines());
      failure = failure == null ? result.failure() : failure;
    }
    return new Result(json, lines, failure);
  }

  private static String input(Path examples, String name) {
    return examples.resolve(name).toString();
  }

  private static Path examples() {
    Path examples = Path.of(System.getProperty("lode.home", "."), "examples");
    if (!Files.isDirectory(examples)) {
      throw new UsageException(
          "the bundled logs are not at "
              + examples
              + "; run submit-scripts/lode demo from a clone");
    }
    return examples.toAbsolutePath();
  }
}
