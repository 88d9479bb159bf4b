package io.lode.jobs.pipeline;

import io.lode.forecast.Horizon;
import io.lode.jobs.JobException;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.Policy;
import io.lode.jobs.group.TrainedGroup;
import java.util.List;

/**
 * What runs every night: reads new logs, fits the groups that changed, publishes schedules.
 *
 * @param context of the use case
 */
public record Nightly(JobContext context) {

  /**
   * One night.
   *
   * @param ingested what was read
   * @param trained what was fitted
   * @param generated what was published
   */
  public record Night(
      Ingested ingested, GroupsReport<TrainedGroup> trained, GroupsReport<GeneratedGroup> generated)
      implements JobReport {

    @Override
    public JobException failure() {
      return JobReport.firstFailure(ingested, trained, generated);
    }
  }

  /**
   * Runs a night. What could not be read or fitted does not keep the rest from being published.
   *
   * @param source name of the source file
   * @param input where the logs lie
   * @param horizons parts of training, one schedule each
   * @param policy what may be published
   */
  public Night run(String source, String input, List<Horizon> horizons, Policy policy) {
    Ingested ingested = new Ingest(context).run(source, input);
    GroupsReport<TrainedGroup> trained = new Train(context).run();
    return new Night(
        ingested, trained, new Generate(context, context.standardMethod()).run(horizons, policy));
  }
}
