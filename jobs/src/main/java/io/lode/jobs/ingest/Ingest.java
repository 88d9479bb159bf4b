package io.lode.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.IngestSettings;
import io.lode.jobs.conf.SourceDefinition;
import io.lode.jobs.store.ObservationTable;
import io.lode.jobs.store.RejectedTable;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.TrajectorySnapshot;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/** Reads a delivery of logs into a store. */
public final class Ingest {

  /** Part of a delivery's identity: another number where the same logs are read differently. */
  private static final String READING = "lode-ingest/1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final Store store;
  private final IngestSettings settings;
  private final Consumer<String> progress;

  /**
   * Prepares to read.
   *
   * @param progress takes a line at a time about long work
   */
  public Ingest(
      SparkSession spark, Store store, IngestSettings settings, Consumer<String> progress) {
    this.spark = spark;
    this.store = store;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Reads the logs below an input.
   *
   * <p>The same files under the same source are a known delivery and change nothing. Each table
   * takes a delivery as one snapshot, trajectories last: a crash leaves every table at a snapshot
   * that is whole, and the next try of the delivery continues where it ended.
   *
   * @param input a folder, or one file
   * @throws UsageException if the input does not exist, one run is found in two files that the
   *     source does not expect to, or a group is judged by another objective than before
   * @throws io.lode.jobs.NothingUsableException if no file matches the source's path
   */
  public IngestReport run(SourceDefinition source, String input) {
    Configuration configuration = LogFiles.readable(spark.sessionState().newHadoopConf());
    LogFiles.Found found = LogFiles.find(input, source.path(), configuration);
    List<LogFile> files = found.logs();
    long bytes = files.stream().mapToLong(LogFile::length).sum();
    progress.accept("ingest: " + files.size() + " files, " + bytes + " bytes, below " + input);
    if (found.leftOut() > 0) {
      progress.accept(
          "ingest: "
              + found.leftOut()
              + " files left out, whose names say that they are not finished, such as "
              + found.example());
    }
    SerializableConfiguration shared = new SerializableConfiguration(configuration);
    JavaRDD<LogFile> distributed =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, slices(files.size(), bytes));
    String delivery = delivery(source, distributed, shared);
    String receipt = "deliveries/" + delivery + ".json";
    Optional<byte[]> known = store.files().read(receipt);
    if (known.isPresent()) {
      progress.accept("ingest: these logs are known, nothing changes");
      return read(known.get());
    }
    Dataset<Row> rows =
        withoutRepeats(
                spark.createDataFrame(
                    distributed.flatMap(file -> new LogRows(source, file, shared.value())),
                    RowParser.SCHEMA))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      IngestReport report = RowCounts.report(source, delivery, files.size(), rows);
      progress.accept(
          "ingest: " + report.observations() + " observations, " + report.rejected() + " rejected");
      return store
          .files()
          .exclusively(
              () -> {
                commit(source, rows, report);
                store.files().replace(receipt, write(report));
                return report;
              });
    } finally {
      rows.unpersist();
    }
  }

  private int slices(int files, long bytes) {
    long wanted = Math.max(4L * spark.sparkContext().defaultParallelism(), bytes >> 26);
    return (int) Math.min(files, wanted);
  }

  private String delivery(
      SourceDefinition source, JavaRDD<LogFile> files, SerializableConfiguration configuration) {
    String beside = source.hyperparametersFile();
    return LogFiles.delivery(
        files
            .map(file -> LogFiles.digest(file, beside, configuration.value()))
            .reduce(LogFiles::combine),
        READING + " " + settings + " " + source.text());
  }

  /** Rejects all but the last row of one run and step. */
  private static Dataset<Row> withoutRepeats(Dataset<Row> parsed) {
    Column accepted = col("reason").isNull();
    Column repeated = accepted.and(col("later").gt(1));
    Column later =
        row_number()
            .over(
                Window.partitionBy(
                        col("group_path"),
                        accepted,
                        // A rejected row stands for itself, or all of them would meet in one task.
                        when(accepted, col("run")).otherwise(col("file")),
                        when(accepted, col("step")).otherwise(col("row").cast("double")))
                    .orderBy(col("file").desc(), col("row").desc()));
    return parsed
        .withColumn("later", later)
        .withColumn("reason", when(repeated, lit(RowCounts.REPEATED)).otherwise(col("reason")))
        .withColumn(
            "detail",
            when(
                    col("reason").equalTo(RowCounts.REPEATED),
                    lit("a later row has the same run and step"))
                .otherwise(col("detail")))
        .drop("later");
  }

  private void commit(SourceDefinition source, Dataset<Row> rows, IngestReport report) {
    String delivery = report.delivery();
    store.createTables();
    Dataset<Row> accepted = rows.filter(col("reason").isNull());
    List<String> groups =
        report.groups().stream()
            .map(group -> new GroupKey(group.model(), group.dataset(), group.optimizer()).path())
            .toList();
    requireOneObjective(source.objective(), accepted, groups);
    if (report.rejected() > 0) {
      Dataset<Row> rejected =
          rows.filter(col("reason").isNotNull()).withColumn("ingest_id", lit(delivery));
      store
          .rejectedRows()
          .add(
              rejected.select(columns(RejectedTable.SCHEMA.fieldNames())),
              rejected.select("group_path").distinct().as(Encoders.STRING()).collectAsList(),
              delivery);
    }
    if (report.observations() == 0) {
      return;
    }
    if (!store.observations().holds(delivery)) {
      store
          .observations()
          .merge(accepted.select(columns(ObservationTable.SCHEMA.fieldNames())), groups, delivery);
    }
    progress.accept("ingest: trajectories of " + groups.size() + " groups");
    store
        .trajectoryTable()
        .merge(
            TrajectoryJob.trajectories(store.observations().rows(groups), settings),
            groups,
            delivery);
  }

  /** Refuses a delivery that would leave a group with runs judged by two objectives. */
  private void requireOneObjective(
      Objective objective, Dataset<Row> accepted, List<String> groups) {
    Optional<TrajectorySnapshot> stored = store.findTrajectories();
    if (stored.isEmpty() || groups.isEmpty()) {
      return;
    }
    Column other =
        col("objective_metric")
            .notEqual(objective.metric())
            .or(col("objective_direction").notEqual(objective.direction().label()))
            .or(col("objective_ceiling").notEqual(objective.ceiling()));
    Dataset<Row> judgedOtherwise =
        stored.get().rows(groups).filter(other).select("group_path", "run", "objective_metric");
    if (judgedOtherwise.isEmpty()) {
      return;
    }
    List<Row> left =
        judgedOtherwise
            .join(
                accepted.select("group_path", "run").distinct(),
                new String[] {"group_path", "run"},
                "left_anti")
            .orderBy("group_path", "run")
            .limit(1)
            .collectAsList();
    if (!left.isEmpty()) {
      Row row = left.get(0);
      throw new UsageException(
          "group "
              + row.getString(0)
              + " has runs judged by "
              + row.getString(2)
              + ", such as "
              + row.getString(1)
              + ", found "
              + objective.metric()
              + " in the source; expected one objective, or all runs of the group in this delivery");
    }
  }

  private static Column[] columns(String[] names) {
    return Arrays.stream(names).map(functions::col).toArray(Column[]::new);
  }

  private static byte[] write(IngestReport report) {
    try {
      return JSON.writeValueAsBytes(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static IngestReport read(byte[] receipt) {
    try {
      return JSON.readValue(receipt, IngestReport.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
