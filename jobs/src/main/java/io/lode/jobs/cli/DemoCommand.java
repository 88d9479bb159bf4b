package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.ingest.inspect.Inspected;
import io.lode.jobs.ingest.inspect.Inspection;
import io.lode.jobs.pipeline.Demo;
import io.lode.jobs.pipeline.JobContext;
import java.nio.file.Path;
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

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() {
    return shared.run(DemoCommand::demo);
  }

  private static Result demo(JobContext context) {
    Demo.Shown shown = new Demo(context).run(examples());
    return Result.ofParts(
        List.of("llmLossCurves", "algoPerf", "train", "generate", "report", "inspect"),
        List.of(
            IngestCommand.result(shown.llmLossCurves()),
            IngestCommand.result(shown.algoPerf()),
            TrainCommand.result(shown.trained()),
            GenerateCommand.result(shown.generated()),
            ReportCommand.result(shown.report()),
            guessed(shown.guessed())),
        shown.failure());
  }

  /** How logs are read that no source file describes. */
  private static Result guessed(Inspection inspection) {
    Inspected curves = inspection.logs().get(0);
    return Result.of(
        Map.of(
            "path", curves.source().path().text(),
            "observations", curves.observations(),
            "sure", inspection.isSure()),
        List.of(
            "your own logs: lode inspect DIR writes a source file for them; for these it found "
                + curves.format()
                + " "
                + curves.source().path().text()
                + ", "
                + curves.observations()
                + " observations of "
                + curves.runs()
                + " runs, and "
                + (inspection.isSure() ? "nothing" : "something")
                + " to ask"));
  }

  private static Path examples() {
    return Path.of(System.getProperty("lode.home", "."), "examples");
  }
}
