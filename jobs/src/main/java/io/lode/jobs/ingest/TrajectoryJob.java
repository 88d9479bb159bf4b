package io.lode.jobs.ingest;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;

import io.lode.jobs.conf.IngestSettings;
import io.lode.jobs.conf.SourceDefinition;
import io.lode.jobs.store.TrajectoryRows;
import io.lode.jobs.store.TrajectoryTable;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/** Puts observations together to trajectories, a group a task. */
final class TrajectoryJob {

  private static final List<String> ATTRIBUTES =
      List.of(
          "sweep",
          "model",
          "dataset",
          "optimizer",
          "seed",
          "hyperparameters",
          "planned_steps",
          "running",
          "objective_metric",
          "objective_direction",
          "objective_ceiling");

  private TrajectoryJob() {}

  /**
   * The trajectories of some groups.
   *
   * @param observations all that is stored of them
   * @return rows of {@link TrajectoryTable#SCHEMA}
   */
  static Dataset<Row> trajectories(Dataset<Row> observations, IngestSettings settings) {
    Column attributes = struct(ATTRIBUTES.stream().map(functions::col).toArray(Column[]::new));
    Dataset<Row> runs =
        observations
            .groupBy("group_path", "run")
            .agg(
                // What the source said last of a run holds for the whole run.
                max_by(attributes, col("step")).alias("attributes"),
                array_sort(
                        collect_list(
                            struct(
                                col("step"),
                                col("learning_rate"),
                                col("train_loss"),
                                objectiveValue().alias("objective"))))
                    .alias("points"))
            .select("group_path", "run", "attributes.*", "points");
    return observations
        .sparkSession()
        .createDataFrame(
            runs.javaRDD()
                .mapToPair(row -> new Tuple2<>(row.<String>getAs("group_path"), row))
                .groupByKey()
                .flatMap(group -> build(group._2(), settings)),
            TrajectoryTable.SCHEMA);
  }

  /** The value of the metric that a row's objective names. */
  private static Column objectiveValue() {
    Column metric = col("objective_metric");
    Column value = try_element_at(col("metrics"), metric);
    for (String field : SourceDefinition.MEASURED) {
      value = when(metric.equalTo(lit(field)), col(field)).otherwise(value);
    }
    return value;
  }

  private static Iterator<Row> build(Iterable<Row> rows, IngestSettings settings) {
    List<RunLog> logs = new ArrayList<>();
    GroupKey group = null;
    Objective objective = null;
    for (Row row : rows) {
      group = TrajectoryRows.group(row);
      objective = TrajectoryRows.objective(row);
      logs.add(log(row));
    }
    GroupKey key = group;
    Objective judge = objective;
    return new TrajectoryBuilder(objective, settings)
        .build(logs).stream().map(run -> TrajectoryRows.toRow(key, judge, run)).iterator();
  }

  private static RunLog log(Row row) {
    List<Row> points = row.getList(row.fieldIndex("points"));
    int length = points.size();
    double[] step = new double[length];
    double[] learningRate = new double[length];
    Double[] trainLoss = new Double[length];
    Double[] objective = new Double[length];
    int i = 0;
    for (Row point : points) {
      step[i] = point.getDouble(0);
      learningRate[i] = point.getDouble(1);
      trainLoss[i] = point.isNullAt(2) ? null : (Double) point.getDouble(2);
      objective[i] = point.isNullAt(3) ? null : (Double) point.getDouble(3);
      i++;
    }
    return new RunLog(
        row.getAs("sweep"),
        row.getAs("run"),
        row.getAs("seed"),
        row.getJavaMap(row.fieldIndex("hyperparameters")),
        row.getAs("planned_steps"),
        row.<Boolean>getAs("running"),
        step,
        learningRate,
        trainLoss,
        objective);
  }
}
