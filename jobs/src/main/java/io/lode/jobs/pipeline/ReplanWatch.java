package io.lode.jobs.pipeline;

import io.lode.jobs.DamagedStoreException;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.Notices;
import io.lode.jobs.group.ReplanState;
import io.lode.jobs.group.ReplannedRun;
import io.lode.jobs.group.RunToReplan;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.runlog.LoggedRow;
import io.lode.jobs.runlog.RunRows;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.artifacts.WatchCheckpoints;
import io.lode.jobs.store.files.LiteralPath;
import io.lode.trajectory.GroupKey;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.GroupState;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Replans runs as they log: a stream over the parts of all runs in the store.
 *
 * <p>Every row is read once; what a run has logged so far is the stream's state, and both are in
 * the checkpoint. A stream that was stopped, or killed, goes on where it was: a batch that was cut
 * off is done again on the same rows, and a plan that it had published already is not published
 * twice ({@link ReplanState}). Each filter of groups has a checkpoint of its own. The state of runs
 * that have ended stays.
 */
public final class ReplanWatch {

  /** When batches are made. */
  public sealed interface Pace {

    /** A trigger of Spark's. */
    Trigger trigger();

    /**
     * Without end.
     *
     * @param interval shortest time between two batches
     */
    record Endless(Duration interval) implements Pace {
      @Override
      public Trigger trigger() {
        return Trigger.ProcessingTime(interval.toMillis());
      }
    }

    /** All that was logged since the last watch ended, and no more. */
    record UpToNow() implements Pace {
      @Override
      public Trigger trigger() {
        return Trigger.AvailableNow();
      }
    }
  }

  private static final int LONGEST_QUOTE = 80;

  private final SparkSession spark;
  private final Store store;
  private final Replan replan;
  private final GroupFilter filter;
  private final Progress progress;

  /** Prepares to watch a store, with the settings in force. */
  public ReplanWatch(JobContext context) {
    spark = context.spark();
    store = context.store();
    replan = new Replan(context);
    filter = context.groups();
    progress = context.progress();
  }

  /**
   * Watches. A checkpoint from which no batch can be made is set aside, and every log is read
   * again.
   *
   * @param pace when batches are made, and whether the watch ends
   * @param results takes what came of each batch, after it was published
   * @throws IllegalStateException if a batch failed; it is done again by the next watch
   * @throws DamagedStoreException if another watch writes the same checkpoint, or it seems so
   */
  public void run(Pace pace, Consumer<List<ReplannedRun>> results) {
    store.files().createEmptyFolder(RunLogs.FOLDER);
    String checkpoint = GroupKey.encode(filter.toString());
    AtomicBoolean read = new AtomicBoolean();
    try {
      watch(pace, results, checkpoint, read);
    } catch (IllegalStateException e) {
      String path = WatchCheckpoints.path(checkpoint);
      if (rootOf(e).contains("CONCURRENT_STREAM_LOG_UPDATE")) {
        throw new DamagedStoreException(
            path
                + " is in use by another replan --watch, or is damaged: stop the other one, or run"
                + " lode check --repair --store "
                + store.root(),
            e);
      }
      if (read.get() || isOfMachine(e) || store.files().tree(path).isEmpty()) {
        throw e;
      }
      String why = "no batch can be made from it (" + rootOf(e) + ")";
      String aside = new WatchCheckpoints(store.files()).setAside(checkpoint, why).line();
      progress.accept("notice: " + aside);
      watch(pace, results, checkpoint, read);
    }
  }

  private static String rootOf(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return root.getClass().getSimpleName()
        + ": "
        + message.substring(0, Math.min(LONGEST_QUOTE, message.length()));
  }

  /** Whether a failure would come again whatever the checkpoint holds. */
  private static boolean isOfMachine(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (at instanceof OutOfMemoryError
          || at instanceof InterruptedException
          || at instanceof TimeoutException
          || at instanceof AccessControlException
          || at instanceof AccessDeniedException
          || message.contains("No space left")) {
        return true;
      }
    }
    return false;
  }

  private void watch(
      Pace pace, Consumer<List<ReplannedRun>> results, String checkpoint, AtomicBoolean read) {
    CollectionAccumulator<String> rejected =
        spark.sparkContext().collectionAccumulator("lines that are no rows");
    Dataset<RunRows> changed =
        spark
            .readStream()
            .option("recursiveFileLookup", true)
            .option("pathGlobFilter", RunLogs.PARTS)
            .text(LiteralPath.escaped(store.root()) + "/" + RunLogs.FOLDER)
            .select(functions.col("value"), functions.input_file_name())
            .mapPartitions(
                (MapPartitionsFunction<Row, LoggedRow>) lines -> parsed(lines, rejected),
                Encoders.javaSerialization(LoggedRow.class))
            .groupByKey((MapFunction<LoggedRow, String>) ReplanWatch::key, Encoders.STRING())
            .flatMapGroupsWithState(
                (FlatMapGroupsWithStateFunction<String, LoggedRow, RunRows, RunRows>)
                    ReplanWatch::extended,
                OutputMode.Append(),
                Encoders.javaSerialization(RunRows.class),
                Encoders.javaSerialization(RunRows.class),
                GroupStateTimeout.NoTimeout());
    VoidFunction2<Dataset<RunRows>, Long> batch =
        (runs, id) -> {
          List<RunToReplan> toReplan = new ArrayList<>();
          List<RunRows> added = runs.collectAsList();
          read.set(true);
          for (RunRows run : added) {
            if (filter.test(run.group())) {
              toReplan.add(new RunToReplan(run.group(), run.run(), run));
            }
          }
          for (String line : rejected.value()) {
            progress.accept("replan: expected a row of a run with a step, found " + line);
          }
          rejected.reset();
          results.accept(replan.replan(toReplan));
          Notices.take().forEach(line -> progress.accept("notice: " + line));
        };
    try {
      StreamingQuery query =
          changed
              .writeStream()
              .queryName("lode-replan")
              .option("checkpointLocation", store.root() + "/" + WatchCheckpoints.path(checkpoint))
              .trigger(pace.trigger())
              .foreachBatch(batch)
              .start();
      query.awaitTermination();
    } catch (Exception e) {
      // Scala throws checked exceptions that it does not declare, such as those of damaged JSON.
      throw new IllegalStateException("replan --watch failed: " + e.getMessage(), e);
    }
  }

  /**
   * The rows of some parts, each with its place: a shuffle follows, after which the order of rows
   * is not known.
   */
  private static Iterator<LoggedRow> parsed(
      Iterator<Row> lines, CollectionAccumulator<String> rejected) {
    AtomicLong line = new AtomicLong();
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, 0), false)
        .flatMap(
            read -> parsed(read.getString(0), read.getString(1), line.getAndIncrement(), rejected))
        .iterator();
  }

  private static Stream<LoggedRow> parsed(
      String line, String file, long number, CollectionAccumulator<String> rejected) {
    String part = file.substring(file.lastIndexOf('/') + 1);
    Optional<LoggedRow> row = LoggedRow.parse(line, new LoggedRow.Place(part, number));
    if (row.isEmpty() && !line.isBlank()) {
      rejected.add(line.substring(0, Math.min(LONGEST_QUOTE, line.length())));
    }
    return row.stream();
  }

  private static String key(LoggedRow row) {
    return row.group().path() + "/" + row.run();
  }

  private static Iterator<RunRows> extended(
      String key, Iterator<LoggedRow> added, GroupState<RunRows> state) {
    RunRows rows = state.exists() ? state.get() : null;
    while (added.hasNext()) {
      LoggedRow row = added.next();
      rows = rows == null ? RunRows.none(row.group(), row.run()) : rows;
      rows.add(row);
    }
    if (rows == null) {
      return List.<RunRows>of().iterator();
    }
    state.update(rows);
    return List.of(rows).iterator();
  }
}
