package io.lode.jobs.ingest.delivery;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.merge.RunCurve;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.IdentifiedRun;
import io.lode.jobs.ingest.rows.Piece;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.ObservationTable;
import io.lode.jobs.store.tables.TrajectoryRows;
import io.lode.trajectory.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** What the store holds of the runs of some groups. */
final class StoredRuns {

  private static final int LISTED_RUNS = 200;

  private StoredRuns() {}

  /**
   * A stored run without its trajectory.
   *
   * @param metric what it is judged by
   * @param direction in which direction
   * @param ceiling up to what, or null
   * @param totalSteps as stored
   * @param status how it ended
   * @param plannedSteps null where the total was inferred
   * @param lastStep the last one logged
   * @param digest of all it says
   * @param statusReason why it has its status, or null
   * @param removed whether it does not count
   */
  record Known(
      String metric,
      String direction,
      Double ceiling,
      double totalSteps,
      RunStatus status,
      Double plannedSteps,
      double lastStep,
      String digest,
      String statusReason,
      boolean removed) {

    /** The steps that it shows its group to take, 0 where it does not. */
    double stepsToShow() {
      if (removed) {
        return 0;
      }
      if (plannedSteps != null) {
        return plannedSteps;
      }
      return status == RunStatus.RUNNING || status == RunStatus.DIVERGED ? 0 : lastStep;
    }

    /** Whether its total follows from the others of its group. */
    boolean followsOthers() {
      return !removed && plannedSteps == null && stepsToShow() == 0;
    }
  }

  /** The stored runs of some groups, a small record each. */
  static Map<RunKey, Known> of(Store store, List<String> groups) {
    Map<RunKey, Known> known = new HashMap<>();
    store
        .findTrajectories()
        .ifPresent(
            snapshot -> {
              for (Row row :
                  snapshot
                      .allRows(groups)
                      .select(
                          "group_path",
                          "run",
                          "objective_metric",
                          "objective_direction",
                          "objective_ceiling",
                          "total_steps",
                          "status",
                          "planned_steps",
                          "last_step",
                          "digest",
                          "status_reason",
                          "removed")
                      .collectAsList()) {
                known.put(
                    new RunKey(row.getString(0), row.getString(1)),
                    new Known(
                        row.getString(2),
                        row.getString(3),
                        row.isNullAt(4) ? null : (Double) row.getDouble(4),
                        row.getDouble(5),
                        RunStatus.of(row.getString(6)),
                        row.isNullAt(7) ? null : (Double) row.getDouble(7),
                        row.isNullAt(8) ? 0 : row.getDouble(8),
                        row.getString(9),
                        row.getString(10),
                        TrajectoryRows.isRemoved(row)));
              }
            });
    return known;
  }

  /** How far the stored runs of some groups came by when, those left out that are given. */
  static List<RunCurve> curves(Store store, List<String> groups, Set<RunKey> without) {
    Set<RunKey> left = new HashSet<>(without);
    return store
        .findTrajectories()
        .map(
            snapshot ->
                snapshot
                    .rows(groups)
                    .javaRDD()
                    .filter(row -> !left.contains(key(row)))
                    .map(
                        row ->
                            RunCurve.of(
                                key(row),
                                TrajectoryRows.toRun(row),
                                TrajectoryRows.objective(row).transform()))
                    .collect())
        .orElse(List.of());
  }

  private static RunKey key(Row row) {
    return new RunKey(row.getAs("group_path"), row.getAs("run"));
  }

  /** The stored observations of some runs, as pieces. */
  static JavaPairRDD<RunKey, Piece> pieces(Store store, List<RunKey> runs) {
    List<String> groups = runs.stream().map(RunKey::group).distinct().toList();
    List<String> names = runs.stream().map(RunKey::run).distinct().toList();
    Dataset<Row> rows = store.observations().rows(groups);
    if (names.size() <= LISTED_RUNS) {
      rows = rows.filter(col("run").isin(names.toArray()));
    } else {
      Dataset<Row> wanted = rows.sparkSession().createDataset(names, Encoders.STRING()).toDF("run");
      rows = rows.join(broadcast(wanted), new String[] {"run"}, "left_semi");
    }
    Column[] columns =
        java.util.Arrays.stream(ObservationTable.SCHEMA.fieldNames())
            .map(org.apache.spark.sql.functions::col)
            .toArray(Column[]::new);
    return rows.select(columns).javaRDD().mapPartitionsToPair(StoredRuns::blocks);
  }

  private record RowsOf(RunHeader header, String file) {}

  private static Iterator<Tuple2<RunKey, Piece>> blocks(Iterator<Row> rows) {
    Map<RowsOf, RunBlock.Builder> builders = new LinkedHashMap<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      RunHeader header = header(row);
      String file = row.getAs("file") == null ? "" : row.getAs("file");
      RunBlock.Builder builder =
          builders.computeIfAbsent(
              new RowsOf(header, file),
              of -> new RunBlock.Builder(IdentifiedRun.of(header), file, -1, true));
      for (int field = 0; field < RunBlock.METRICS; field++) {
        Double value = row.getAs(Fields.NAMES.get(field));
        if (value != null) {
          builder.value(field, value);
        }
      }
      row.<String, Double>getJavaMap(row.fieldIndex("metrics"))
          .forEach((name, value) -> builder.value(builder.metric(name), value));
      builder.endRow(row.<Double>getAs("step"), builder.length(), null);
    }
    List<Tuple2<RunKey, Piece>> blocks = new ArrayList<>();
    builders.forEach((of, builder) -> blocks.add(new Tuple2<>(of.header().key(), builder.build())));
    return blocks.iterator();
  }

  private static RunHeader header(Row row) {
    return new RunHeader(
        TrajectoryRows.group(row),
        row.getAs("sweep"),
        row.getAs("run"),
        row.getAs("seed"),
        new TreeMap<>(row.<String, String>getJavaMap(row.fieldIndex("hyperparameters"))),
        row.getAs("planned_steps"),
        row.<Boolean>getAs("running"));
  }

  /** Whether a stored run is judged otherwise than a source judges. */
  static boolean isJudgedOtherwise(Known known, SourceDefinition source) {
    var objective = source.objective();
    return !known.metric().equals(objective.metric())
        || !known.direction().equals(objective.direction().label())
        || (known.ceiling() != null && known.ceiling() != objective.ceiling());
  }
}
