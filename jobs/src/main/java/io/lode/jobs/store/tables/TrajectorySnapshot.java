package io.lode.jobs.store.tables;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;

import io.lode.jobs.GroupFilter;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import scala.Tuple2;

/**
 * The runs of every group at one snapshot: whatever is ingested meanwhile, all that is read through
 * one instance belongs together.
 */
public final class TrajectorySnapshot {

  private final long id;
  private final Dataset<Row> all;
  private final Dataset<Row> rows;

  TrajectorySnapshot(long id, Dataset<Row> rows) {
    this.id = id;
    // Snapshots of earlier builds lack the newest columns.
    Dataset<Row> whole = rows;
    for (StructField field : TrajectoryTable.SCHEMA.fields()) {
      if (!Arrays.asList(rows.columns()).contains(field.name())) {
        whole = whole.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
    }
    all = whole;
    this.rows = all.filter(col("removed").isNull().or(not(col("removed"))));
  }

  /** The snapshot's id, as ensembles and schedules cite it. */
  public long id() {
    return id;
  }

  /** The rows of {@link TrajectoryTable#SCHEMA}, one a run, those that were removed left out. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** The rows of some groups, named by their paths, with those of removed runs. */
  public Dataset<Row> allRows(List<String> groups) {
    return StoreTable.ofGroups(all, groups);
  }

  /** The rows of all runs, with those of removed ones. */
  public Dataset<Row> allRows() {
    return all;
  }

  /** The same of some groups, named by their paths. */
  public Dataset<Row> rows(List<String> groups) {
    return StoreTable.ofGroups(rows, groups);
  }

  /** The groups, sorted; one small record each, without trajectories. */
  public List<GroupSummary> groups() {
    return groups(GroupFilter.all());
  }

  /** The keys of all groups, sorted. */
  public List<GroupKey> keys() {
    return groups().stream().map(GroupSummary::group).toList();
  }

  /** The groups that a filter admits, sorted. */
  public List<GroupSummary> groups(GroupFilter filter) {
    return rows
        .groupBy("group_path", "model", "dataset", "optimizer")
        .agg(
            functions.count(lit(1)).alias("runs"),
            count_if(col("status").equalTo(RunStatus.DIVERGED.label())).alias("diverged"),
            count_if(col("status").equalTo(RunStatus.RUNNING.label())).alias("running"),
            functions.min("total_steps").alias("shortest"),
            functions.max("total_steps").alias("longest"),
            collect_list("total_steps").alias("totals"),
            first("objective_metric").alias("objective_metric"),
            first("objective_direction").alias("objective_direction"),
            first("objective_ceiling").alias("objective_ceiling"),
            sha2(concat_ws(",", array_sort(collect_list(col("digest")))), 256).alias("fingerprint"))
        .collectAsList()
        .stream()
        .map(
            row ->
                new GroupSummary(
                    TrajectoryRows.group(row),
                    TrajectoryRows.objective(row),
                    row.<Long>getAs("runs"),
                    row.<Long>getAs("diverged"),
                    row.<Long>getAs("running"),
                    row.<Double>getAs("shortest"),
                    row.<Double>getAs("longest"),
                    Sweep.totalSteps(
                        row.<Double>getList(row.fieldIndex("totals")).stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray()),
                    row.getAs("fingerprint")))
        .filter(summary -> filter.test(summary.group()))
        .sorted(Comparator.comparing(GroupSummary::group))
        .toList();
  }

  /**
   * The sweeps of some groups as a distributed collection, to be mapped in tasks: one element a
   * group, one group a partition, partitions in the order of the list.
   *
   * <p>Collecting the sweeps themselves would bring every trajectory to the driver; map them first.
   *
   * @param groups whose sweeps to read, each once
   */
  public JavaRDD<Sweep> sweeps(List<GroupKey> groups) {
    Map<String, Integer> places = new TreeMap<>();
    for (GroupKey group : groups) {
      places.putIfAbsent(group.path(), places.size());
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    return StoreTable.ofGroups(rows, List.copyOf(places.keySet()))
        .javaRDD()
        .mapToPair(row -> new Tuple2<>(row.<String>getAs("group_path"), row))
        .groupByKey(new GroupPartitioner(context.broadcast(places)))
        .map(pair -> sweep(pair._2()));
  }

  private static Sweep sweep(Iterable<Row> rows) {
    GroupKey group = null;
    Objective objective = null;
    List<Run> runs = new ArrayList<>();
    for (Row row : rows) {
      group = TrajectoryRows.group(row);
      objective = TrajectoryRows.objective(row);
      runs.add(TrajectoryRows.toRun(row));
    }
    return new Sweep(group, objective, runs);
  }
}
