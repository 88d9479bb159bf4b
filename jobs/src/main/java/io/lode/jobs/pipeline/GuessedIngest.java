package io.lode.jobs.pipeline;

import io.lode.jobs.JobException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.ReadingBounds;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.inspect.Inspected;
import io.lode.jobs.ingest.inspect.Inspection;
import io.lode.jobs.ingest.inspect.Question;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads logs that no source file describes, where the guess of their layout is sure.
 *
 * @param context of the use case
 */
public record GuessedIngest(JobContext context) {

  /**
   * What was read.
   *
   * @param deliveries one for each kind of logs
   */
  public record Deliveries(List<Ingested> deliveries) implements JobReport {

    @Override
    public JobException failure() {
      return JobReport.firstFailure(deliveries.toArray(JobReport[]::new));
    }
  }

  /**
   * Looks at the logs below an input and reads them.
   *
   * @param input a folder, or one file
   * @throws UsageException if a person must decide how the logs are read
   * @throws io.lode.jobs.NothingUsableException if no file is a log
   */
  public Deliveries run(String input) {
    Configuration configuration = context.spark().sessionState().newHadoopConf();
    Bounds.put(ReadingBounds.of(context.settings()), configuration);
    Inspection inspection = new Inspect(configuration).run(input);
    for (Inspected logs : inspection.logs()) {
      for (Question question : logs.questions()) {
        if (question.open()) {
          throw new UsageException(
              question.text()
                  + "; write a source file with lode inspect "
                  + input
                  + ", answer the questions in it, and name it with --source");
        }
        context.progress().accept("ingest: " + question.text());
      }
    }
    inspection.leftOut().forEach(other -> context.progress().accept("ingest: left out " + other));
    List<Ingested> deliveries = new ArrayList<>();
    for (Inspected logs : inspection.logs()) {
      context
          .progress()
          .accept("ingest: reads " + logs.format() + ", " + logs.source().path().text());
      IngestReport report = new Ingest(context).run(logs.source(), input);
      Long snapshot = context.store().findTrajectories().map(TrajectorySnapshot::id).orElse(null);
      deliveries.add(new Ingested(logs.source().name(), input, report, snapshot));
    }
    return new Deliveries(deliveries);
  }
}
