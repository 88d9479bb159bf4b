package io.lode.jobs.spark;

import io.lode.jobs.Notices;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.progress.Stage;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * Runs a function on the sweep of every group, one group a task; a group that fails fails alone.
 *
 * @param spark the session
 * @param snapshot the runs
 * @param progress takes one line at a time
 */
public record GroupTasks(SparkSession spark, TrajectorySnapshot snapshot, Progress progress) {

  /**
   * What came of one group.
   *
   * @param group the group
   * @param value the function's result, null where it failed
   * @param failure why it failed, in one line, or null
   */
  public record Done<T>(GroupKey group, T value, String failure) {}

  /** As {@link Done}, with nothing that cannot travel from an executor. */
  private record Sent<T>(String model, String dataset, String optimizer, T value, String failure)
      implements Serializable {}

  /**
   * Runs the function on every group.
   *
   * @param what is done, for progress, such as {@code train}
   * @param function from a sweep to a serializable result; runs on executors, in several threads at
   *     once
   * @return one result a group, in the order of the groups
   */
  public <T> List<Done<T>> run(String what, List<GroupKey> groups, Function<Sweep, T> function) {
    return run(what, groups, function, UnaryOperator.identity());
  }

  /**
   * As {@link #run}, for a function that may fit on a GPU: where executors have GPUs, each task of
   * this stage, and of no other, gets one of its own.
   */
  public <T> List<Done<T>> fit(String what, List<GroupKey> groups, Function<Sweep, T> function) {
    return run(what, groups, function, sweeps -> TaskDevice.oneGpuATask(spark, sweeps));
  }

  private <T> List<Done<T>> run(
      String what,
      List<GroupKey> groups,
      Function<Sweep, T> function,
      UnaryOperator<JavaRDD<Sweep>> resources) {
    if (groups.isEmpty()) {
      return List.of();
    }
    // Once to an executor rather than with every task: it knows something of every group.
    Broadcast<Function<Sweep, T>> shared =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(function);
    LongAccumulator done = spark.sparkContext().longAccumulator(what);
    CollectionAccumulator<String> notices = spark.sparkContext().collectionAccumulator(what);
    try (Stage stage = progress.stage(what, "groups", groups.size(), done::value)) {
      List<Sent<T>> sent =
          resources
              .apply(snapshot.sweeps(groups))
              .map(
                  sweep -> {
                    Sent<T> result = attempt(sweep, shared.value());
                    done.add(1);
                    Notices.take().forEach(notices::add);
                    return result;
                  })
              .collect();
      List<Done<T>> results = new ArrayList<>();
      for (Sent<T> one : sent) {
        GroupKey group = new GroupKey(one.model(), one.dataset(), one.optimizer());
        results.add(new Done<>(group, one.value(), one.failure()));
      }
      results.sort(Comparator.comparing(Done::group));
      notices.value().forEach(Notices::tell);
      progress.accept(stage.line());
      return results;
    }
  }

  private static <T> Sent<T> attempt(Sweep sweep, Function<Sweep, T> function) {
    T value = null;
    String failure = null;
    try {
      value = function.call(sweep);
    } catch (Exception e) {
      failure =
          String.valueOf(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())
              .replaceAll("\\s*\\R\\s*", " ");
    }
    GroupKey group = sweep.group();
    return new Sent<>(group.model(), group.dataset(), group.optimizer(), value, failure);
  }
}
