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
import io.lode.jobs.ingest.IngestReport.GroupCount;
import io.lode.jobs.store.ObservationTable;
import io.lode.jobs.store.RejectedTable;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.TrajectorySnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
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
    Configuration configuration = spark.sessionState().newHadoopConf();
    List<LogFile> files = LogFiles.find(input, source.path(), configuration);
    long bytes = files.stream().mapToLong(LogFile::length).sum();
    progress.accept("ingest: " + files.size() + " files, " + bytes + " bytes, below " + input);
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
    Dataset<Row> parsed =
        spark
            .createDataFrame(
                distributed.flatMap(file -> new LogRows(source, file, shared.value())),
                RowParser.SCHEMA)
            .persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> rows = withoutRepeats(parsed).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      IngestReport report = report(source, delivery, files.size(), rows);
      progress.accept(
          "ingest: " + report.observations() + " observations, " + report.rejected() + " rejected");
      return store
          .files()
          .exclusively(
              () -> {
                commit(rows, report);
                store.files().replace(receipt, write(report));
                return report;
              });
    } finally {
      rows.unpersist();
      parsed.unpersist();
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
    Column[] columns =
        Arrays.stream(RowParser.SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
    Column later =
        row_number()
            .over(
                Window.partitionBy("group_path", "run", "step")
                    .orderBy(col("file").desc(), col("row").desc()));
    Column repeated = col("later").gt(1);
    Dataset<Row> accepted =
        parsed
            .filter(col("reason").isNull())
            .withColumn("later", later)
            .withColumn("reason", when(repeated, lit("repeated step")))
            .withColumn("detail", when(repeated, lit("a later row has the same run and step")))
            .select(columns);
    return accepted.union(parsed.filter(col("reason").isNotNull()).select(columns));
  }

  private IngestReport report(
      SourceDefinition source, String delivery, long files, Dataset<Row> rows) {
    Map<String, Long> byReason = new TreeMap<>();
    long observations = 0;
    long rejected = 0;
    for (Row count : rows.groupBy("reason").count().collectAsList()) {
      long number = count.getLong(1);
      if (count.isNullAt(0)) {
        observations = number;
      } else {
        rejected += number;
        byReason.put(count.getString(0), number);
      }
    }
    Dataset<Row> runs =
        rows.filter(col("reason").isNull())
            .groupBy("model", "dataset", "optimizer", "run")
            .agg(
                functions.count_distinct(col("file")).alias("files"),
                functions.min("file").alias("one"),
                functions.max("file").alias("other"));
    if (source.identityFromPath() && !source.path().hasWildcard()) {
      requireOneFileEach(runs);
    }
    List<GroupCount> groups =
        runs
            .groupBy("model", "dataset", "optimizer")
            .count()
            .orderBy("model", "dataset", "optimizer")
            .collectAsList()
            .stream()
            .map(
                row ->
                    new GroupCount(
                        row.getString(0), row.getString(1), row.getString(2), row.getLong(3)))
            .toList();
    return new IngestReport(
        delivery,
        files,
        observations + rejected,
        groups.stream().mapToLong(GroupCount::runs).sum(),
        observations,
        rejected,
        byReason,
        groups);
  }

  private static void requireOneFileEach(Dataset<Row> runs) {
    List<Row> twice = runs.filter(col("files").gt(1)).limit(1).collectAsList();
    if (!twice.isEmpty()) {
      Row run = twice.get(0);
      throw new UsageException(
          "run "
              + run.<String>getAs("run")
              + " of model "
              + run.<String>getAs("model")
              + " is in two files, "
              + run.<String>getAs("one")
              + " and "
              + run.<String>getAs("other")
              + "; expected a run name that tells them apart, such as constants { run ="
              + " \"{study}-{trial}\" }");
    }
  }

  private void commit(Dataset<Row> rows, IngestReport report) {
    String delivery = report.delivery();
    store.createTables();
    Dataset<Row> accepted = rows.filter(col("reason").isNull());
    Dataset<Row> groups = accepted.select("group_path").distinct();
    requireOneObjective(accepted);
    store
        .rejectedRows()
        .add(
            rows.filter(col("reason").isNotNull())
                .withColumn("ingest_id", lit(delivery))
                .select(columns(RejectedTable.SCHEMA.fieldNames())),
            delivery);
    if (report.observations() == 0) {
      return;
    }
    if (!store.observations().holds(delivery)) {
      store
          .observations()
          .merge(accepted.select(columns(ObservationTable.SCHEMA.fieldNames())), delivery);
    }
    progress.accept("ingest: trajectories of " + report.groups().size() + " groups");
    store
        .trajectoryTable()
        .merge(TrajectoryJob.trajectories(store.observations().rows(), groups, settings), delivery);
  }

  /** Refuses a delivery that would leave a group with runs judged by two objectives. */
  private void requireOneObjective(Dataset<Row> accepted) {
    Optional<TrajectorySnapshot> stored = store.findTrajectories();
    if (stored.isEmpty()) {
      return;
    }
    Dataset<Row> delivered =
        accepted
            .select("group_path", "objective_metric", "objective_direction", "objective_ceiling")
            .distinct();
    Column same =
        col("n.objective_metric")
            .eqNullSafe(col("t.objective_metric"))
            .and(col("n.objective_direction").eqNullSafe(col("t.objective_direction")))
            .and(col("n.objective_ceiling").eqNullSafe(col("t.objective_ceiling")));
    Dataset<Row> others =
        stored
            .get()
            .rows()
            .join(
                accepted.select("group_path", "run").distinct(),
                columnsOf("group_path", "run"),
                "left_anti");
    List<Row> conflict =
        others
            .alias("t")
            .join(delivered.alias("n"), col("t.group_path").equalTo(col("n.group_path")))
            .filter(functions.not(same))
            .select("t.group_path", "t.objective_metric", "n.objective_metric")
            .limit(1)
            .collectAsList();
    if (!conflict.isEmpty()) {
      Row row = conflict.get(0);
      throw new UsageException(
          "group "
              + row.getString(0)
              + " has runs judged by "
              + row.getString(1)
              + ", found "
              + row.getString(2)
              + " in the source; expected one objective, or all runs of the group in this delivery");
    }
  }

  private static Column[] columns(String[] names) {
    return Arrays.stream(names).map(functions::col).toArray(Column[]::new);
  }

  private static String[] columnsOf(String... names) {
    return names;
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
