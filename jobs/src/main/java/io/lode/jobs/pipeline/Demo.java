package io.lode.jobs.pipeline;

import io.lode.forecast.Horizon;
import io.lode.jobs.JobException;
import io.lode.jobs.UsageException;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.Policy;
import io.lode.jobs.group.TrainedGroup;
import io.lode.jobs.ingest.inspect.Inspection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The whole pipeline on the bundled real logs.
 *
 * @param context of the use case
 */
public record Demo(JobContext context) {

  private static final List<Horizon> HORIZONS = List.of(new Horizon(0.5), new Horizon(1));

  private static final int STEPS = 6;

  /**
   * What the demonstration came to.
   *
   * @param llmLossCurves curves of large language models that were read
   * @param algoPerf runs of AlgoPerf's baseline that were read
   * @param trained what was fitted
   * @param generated what was published
   * @param report where the pages are
   * @param guessed how the curves would be read without a source file
   */
  public record Shown(
      Ingested llmLossCurves,
      Ingested algoPerf,
      GroupsReport<TrainedGroup> trained,
      GroupsReport<GeneratedGroup> generated,
      Report.Written report,
      Inspection guessed)
      implements JobReport {

    @Override
    public JobException failure() {
      return JobReport.firstFailure(llmLossCurves, algoPerf, trained, generated, report);
    }
  }

  /**
   * Runs it.
   *
   * @param examples folder of the bundled logs
   * @throws UsageException if there is no such folder
   */
  public Shown run(Path examples) {
    if (!Files.isDirectory(examples)) {
      throw new UsageException(
          "the bundled logs are not at "
              + examples
              + "; run submit-scripts/lode demo from a clone");
    }
    Path logs = examples.toAbsolutePath();
    step(1);
    Ingested curves =
        new Ingest(context).run("llm-loss-curves", logs.resolve("llm-loss-curves").toString());
    step(2);
    Ingested algoPerf =
        new Ingest(context).run("algoperf", logs.resolve("algoperf-baseline").toString());
    step(3);
    GroupsReport<TrainedGroup> trained = new Train(context).run();
    step(4);
    GroupsReport<GeneratedGroup> generated =
        new Generate(context, context.standardMethod()).run(HORIZONS, Policy.PLANNED);
    step(5);
    Report.Written report = new Report(context).write();
    step(6);
    Inspection guessed =
        new Inspect(context.spark().sessionState().newHadoopConf())
            .run(logs.resolve("llm-loss-curves").toString());
    return new Shown(curves, algoPerf, trained, generated, report, guessed);
  }

  private void step(int number) {
    context.progress().accept("demo: step " + number + " of " + STEPS);
  }
}
