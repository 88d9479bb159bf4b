package io.lode.jobs.pipeline;

import io.lode.forecast.Horizon;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.settings.IngestChecks;
import io.lode.jobs.conf.settings.SearchSettings;
import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.group.SearchTask;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.api.java.function.Function;

/**
 * Searches every group at every horizon, one group a Spark task.
 *
 * @param context of the use case
 * @param method which forecaster and search
 * @param decision for which values of the hyperparameters groups are searched
 */
record GroupSearches(JobContext context, SearchMethod method, DecisionSettings decision) {

  /**
   * Searches.
   *
   * @param what is done, for progress
   * @param length steps that horizons are parts of; empty for the length that most runs have
   * @param work from the task to what it does with a group's sweep
   * @throws NothingUsableException if the store has no group that the filter admits
   */
  List<Done<GeneratedGroup>> run(
      String what,
      List<Horizon> horizons,
      OptionalDouble length,
      java.util.function.Function<SearchTask, Function<Sweep, GeneratedGroup>> work) {
    TrajectorySnapshot snapshot = context.store().trajectories();
    List<GroupSummary> groups = snapshot.groups(context.groups());
    if (groups.isEmpty()) {
      throw context.groups().nothingIn(context.store().root(), snapshot.keys());
    }
    groups.forEach(summary -> tellLengths(what, summary));
    Map<String, String> fingerprints = new HashMap<>();
    groups.forEach(summary -> fingerprints.put(summary.group().path(), summary.fingerprint()));
    SearchTask task =
        new SearchTask(
            context.store().artifacts(),
            fingerprints,
            horizons,
            length.orElse(Double.NaN),
            method,
            SearchSettings.of(context.settings()).search(),
            decision,
            context.seed(),
            Instant.now().toString());
    List<GroupKey> keys = groups.stream().map(GroupSummary::group).toList();
    GroupTasks tasks = new GroupTasks(context.spark(), snapshot, context.progress());
    Function<Sweep, GeneratedGroup> search = work.apply(task);
    return (method.fitsOnGpu() ? tasks.fit(what, keys, search) : tasks.run(what, keys, search))
        .stream().map(GroupSearches::withHorizonFailures).toList();
  }

  /** Says where runs of very different lengths are in one group, since few steps teach little. */
  private void tellLengths(String what, GroupSummary summary) {
    double apart = IngestChecks.of(context.settings()).lengthsApart();
    if (summary.longest() > apart * summary.shortest()) {
      context
          .progress()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%s: runs planned for %.0f and for %.0f steps are in group %s; its horizons are parts"
                      + " of %.0f steps; where the others are pilots, or you mean their length, lode"
                      + " remove --run leaves runs out, or least-steps in the source",
                  what,
                  summary.shortest(),
                  summary.longest(),
                  summary.group().path(),
                  summary.totalSteps()));
    }
  }

  /** A group where no horizon could be searched has failed; else the others count. */
  private static Done<GeneratedGroup> withHorizonFailures(Done<GeneratedGroup> done) {
    return done.failure() != null || !done.value().schedules().isEmpty()
        ? done
        : new Done<>(done.group(), done.value(), String.join("; ", done.value().failures()));
  }
}
