package io.lode.jobs.pipeline;

import io.lode.forecast.Horizon;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.Policy;
import io.lode.jobs.group.SearchMethod;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Searches for a schedule of every group at every horizon, and publishes it.
 *
 * @param context of the use case
 * @param method which forecaster and search
 * @param decision for which values of the hyperparameters groups are searched
 */
public record Generate(JobContext context, SearchMethod method, DecisionSettings decision) {

  /** For the values of the hyperparameters that each group's best run had. */
  public Generate(JobContext context, SearchMethod method) {
    this(
        context, method, DecisionSettings.ofBestRun(HyperparameterSettings.of(context.settings())));
  }

  /** Publishes at horizons of the length that most runs have. */
  public GroupsReport<GeneratedGroup> run(List<Horizon> horizons, Policy policy) {
    return run(horizons, OptionalDouble.empty(), policy);
  }

  /**
   * Publishes. Where the latest version says the same already, that version is reported.
   *
   * @param horizons parts of training, one schedule each
   * @param length steps that horizons are parts of, and runs that count were planned for; empty for
   *     all runs, and the length that most of them have
   * @param policy what may be published
   * @throws io.lode.jobs.NothingUsableException if the store has no group that the filter admits
   */
  public GroupsReport<GeneratedGroup> run(
      List<Horizon> horizons, OptionalDouble length, Policy policy) {
    return new GroupsReport<>(
        "generate",
        new GroupSearches(context, method, decision)
            .run("generate", horizons, length, task -> sweep -> task.publish(sweep, policy)));
  }
}
