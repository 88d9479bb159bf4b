package io.lode.jobs.pipeline;

import io.lode.jobs.GroupsFailedException;
import io.lode.jobs.JobException;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.trial.Trial;
import io.lode.jobs.trial.TrialPlan;
import io.lode.jobs.trial.Trials;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a sweep of real training.
 *
 * @param context of the use case
 */
public record TrialSweep(JobContext context) {

  /**
   * A sweep that ran.
   *
   * @param folder that holds the trials' folders
   * @param trials how many there are
   * @param report which of them are finished, and why the others are not
   * @param ingested what was read of their logs; empty where that was not asked for, or no trial is
   *     finished
   */
  public record Swept(Path folder, int trials, Trials.Report report, Optional<Ingested> ingested)
      implements JobReport {

    /** Trials that failed count before logs that hold nothing. */
    @Override
    public JobException failure() {
      if (report.failures().isEmpty()) {
        return ingested.map(Ingested::failure).orElse(null);
      }
      Map.Entry<String, String> first = report.failures().entrySet().iterator().next();
      String message =
          "sweep failed for %d of %d trials, the first is %s: %s"
              .formatted(report.failures().size(), trials, first.getKey(), first.getValue());
      return report.finished().isEmpty()
          ? new NothingUsableException(message)
          : new GroupsFailedException(message);
    }
  }

  /** Runs the trials that are not finished, and leaves the logs where they are. */
  public Swept run(TrialDefinition definition) {
    List<Trial> trials = TrialPlan.of(definition, context.seed());
    Trials runner = new Trials(context.spark(), definition, context.progress());
    Trials.Report report = runner.run(Trials.SWEEP, trials);
    return new Swept(runner.folder(Trials.SWEEP), trials.size(), report, Optional.empty());
  }

  /** As {@link #run}; then reads the logs of all finished trials into the store. */
  public Swept runAndIngest(TrialDefinition definition) {
    Swept swept = run(definition);
    if (swept.report().finished().isEmpty()) {
      return swept;
    }
    Ingested ingested = new Ingest(context).run(definition.source(), swept.folder().toString());
    return new Swept(swept.folder(), swept.trials(), swept.report(), Optional.of(ingested));
  }
}
