package io.lode.jobs.cli;

import io.lode.jobs.pipeline.Demo;
import io.lode.jobs.pipeline.JobContext;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole pipeline on the bundled real logs. */
@Command(
    name = "demo",
    description =
        "Run the whole pipeline on the bundled real logs, and write a report of what came of it.")
final class DemoCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() {
    return shared.run(DemoCommand::demo);
  }

  private static Result demo(JobContext context) {
    Demo.Shown shown = new Demo(context).run(examples());
    return Result.ofParts(
        List.of("llmLossCurves", "algoPerf", "train", "generate", "report"),
        List.of(
            IngestCommand.result(shown.llmLossCurves()),
            IngestCommand.result(shown.algoPerf()),
            TrainCommand.result(shown.trained()),
            GenerateCommand.result(shown.generated()),
            ReportCommand.result(shown.report())),
        shown.failure());
  }

  private static Path examples() {
    return Path.of(System.getProperty("lode.home", "."), "examples");
  }
}
