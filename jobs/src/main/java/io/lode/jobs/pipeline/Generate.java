package io.lode.jobs.pipeline;

import io.lode.forecast.Horizon;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.Policy;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.group.Searching;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.spark.GroupTasks;
import io.lode.jobs.spark.GroupTasks.Done;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.search.SearchConfig;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.SparkSession;

/** Searches every group at every horizon, one group a Spark task, and publishes or proposes. */
public final class Generate {

  private final SparkSession spark;
  private final Store store;
  private final SearchMethod method;
  private final SearchConfig config;
  private final Progress progress;

  /**
   * Prepares to search.
   *
   * @param method which forecaster and search
   * @param progress takes a line at a time about long work
   */
  public Generate(
      SparkSession spark,
      Store store,
      SearchMethod method,
      SearchConfig config,
      Progress progress) {
    this.spark = spark;
    this.store = store;
    this.method = method;
    this.config = config;
    this.progress = progress;
  }

  /**
   * Publishes a schedule for every group and horizon; where the latest version says the same
   * already, that one is reported.
   *
   * @throws NothingUsableException if the store has no group that the filter admits
   */
  public List<Done<GeneratedGroup>> publish(
      GroupFilter filter, List<Horizon> horizons, Policy policy, long seed) {
    return run("generate", filter, horizons, seed, s -> sweep -> s.publish(sweep, policy));
  }

  /**
   * Writes schedules for the next sweep of every group and horizon.
   *
   * @param count of proposals, at least 1
   * @throws NothingUsableException if the store has no group that the filter admits
   */
  public List<Done<GeneratedGroup>> propose(
      GroupFilter filter, List<Horizon> horizons, int count, long seed) {
    return run("propose", filter, horizons, seed, s -> sweep -> s.propose(sweep, count));
  }

  private List<Done<GeneratedGroup>> run(
      String what,
      GroupFilter filter,
      List<Horizon> horizons,
      long seed,
      java.util.function.Function<Searching, Function<Sweep, GeneratedGroup>> work) {
    TrajectorySnapshot snapshot = store.trajectories();
    List<GroupSummary> groups = snapshot.groups(filter);
    if (groups.isEmpty()) {
      throw new NothingUsableException(
          "store " + store.root() + " holds no runs of " + filter + "; lode show lists its groups");
    }
    Map<String, String> fingerprints = new HashMap<>();
    groups.forEach(summary -> fingerprints.put(summary.group().path(), summary.fingerprint()));
    Searching searching =
        new Searching(
            store.artifacts(),
            fingerprints,
            horizons,
            method,
            config,
            seed,
            Instant.now().toString());
    List<GroupKey> keys = groups.stream().map(GroupSummary::group).toList();
    GroupTasks tasks = new GroupTasks(spark, snapshot, progress);
    Function<Sweep, GeneratedGroup> search = work.apply(searching);
    return (method.fitsOnGpu() ? tasks.fit(what, keys, search) : tasks.run(what, keys, search))
        .stream().map(Generate::withHorizonFailures).toList();
  }

  /** A group where no horizon could be searched has failed; else the others count. */
  private static Done<GeneratedGroup> withHorizonFailures(Done<GeneratedGroup> done) {
    return done.failure() != null || !done.value().schedules().isEmpty()
        ? done
        : new Done<>(done.group(), done.value(), String.join("; ", done.value().failures()));
  }
}
