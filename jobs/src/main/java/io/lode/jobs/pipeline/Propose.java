package io.lode.jobs.pipeline;

import io.lode.forecast.Horizon;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.SearchMethod;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Writes schedules that the next sweep of every group should try.
 *
 * @param context of the use case
 * @param method which forecaster and search
 * @param decision for which values of the hyperparameters groups are searched
 */
public record Propose(JobContext context, SearchMethod method, DecisionSettings decision) {

  /** For the values of the hyperparameters that each group's best run had. */
  public Propose(JobContext context, SearchMethod method) {
    this(
        context, method, DecisionSettings.ofBestRun(HyperparameterSettings.of(context.settings())));
  }

  /** Writes them for horizons of the length that most runs have. */
  public GroupsReport<GeneratedGroup> run(List<Horizon> horizons, int count) {
    return run(horizons, OptionalDouble.empty(), count);
  }

  /**
   * Writes them.
   *
   * @param horizons parts of training
   * @param length steps that horizons are parts of, and runs that count were planned for; empty for
   *     all runs, and the length that most of them have
   * @param count proposals for each group and horizon, at least 1
   * @throws UsageException if the count is below 1
   * @throws io.lode.jobs.NothingUsableException if the store has no group that the filter admits
   */
  public GroupsReport<GeneratedGroup> run(
      List<Horizon> horizons, OptionalDouble length, int count) {
    if (count < 1) {
      throw new UsageException("--count must be at least 1, found " + count);
    }
    return new GroupsReport<>(
        "propose",
        new GroupSearches(context, method, decision)
            .run("propose", horizons, length, task -> sweep -> task.propose(sweep, count)));
  }
}
