package io.lode.jobs.pipeline;

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
import io.lode.jobs.store.files.LiteralPath;
import io.lode.trajectory.GroupKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
import org.apache.spark.sql.streaming.StreamingQueryException;
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

  private static final String CHECKPOINT = "state/replan-watch/";

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
   * Watches.
   *
   * @param pace when batches are made, and whether the watch ends
   * @param results takes what came of each batch, after it was published
   * @throws IllegalStateException if a batch failed; it is done again by the next watch
   */
  public void run(Pace pace, Consumer<List<ReplannedRun>> results) {
    store.files().createEmptyFolder(RunLogs.FOLDER);
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
          for (RunRows run : runs.collectAsList()) {
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
              .option(
                  "checkpointLocation",
                  store.root() + "/" + CHECKPOINT + GroupKey.encode(filter.toString()))
              .trigger(pace.trigger())
              .foreachBatch(batch)
              .start();
      query.awaitTermination();
    } catch (TimeoutException | StreamingQueryException e) {
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
