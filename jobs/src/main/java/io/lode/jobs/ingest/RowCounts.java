package io.lode.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.SourceDefinition;
import io.lode.jobs.ingest.IngestReport.GroupCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Counts what was read, in tasks; only the counts come to the driver. */
final class RowCounts {

  /** The reason of a row that a later one of the same run and step replaces. */
  static final String REPEATED = "repeated step";

  private RowCounts() {}

  /**
   * Counts parsed rows.
   *
   * @param rows of {@link RowParser#SCHEMA}
   * @throws UsageException if one run is found in two files that the source does not expect to
   */
  static IngestReport report(
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
    List<GroupCount> groups = new ArrayList<>();
    for (Row group : countRuns(rows)) {
      if (!group.isNullAt(4) && source.identityFromPath() && !source.path().hasWildcard()) {
        throw twoFiles(group.getStruct(4));
      }
      groups.add(
          new GroupCount(
              group.getString(0), group.getString(1), group.getString(2), group.getLong(3)));
    }
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

  /** Runs by group, and of each group a run that is in two files, or null. */
  private static List<Row> countRuns(Dataset<Row> rows) {
    return rows.filter(col("reason").isNull().or(col("reason").equalTo(REPEATED)))
        .groupBy("model", "dataset", "optimizer", "run")
        .agg(functions.min("file").alias("one"), functions.max("file").alias("other"))
        .groupBy("model", "dataset", "optimizer")
        .agg(
            functions.count(lit(1)),
            functions.max(
                when(
                    col("one").notEqual(col("other")),
                    functions.struct("run", "model", "one", "other"))))
        .orderBy("model", "dataset", "optimizer")
        .collectAsList();
  }

  private static UsageException twoFiles(Row run) {
    return new UsageException(
        "run "
            + run.getString(0)
            + " of model "
            + run.getString(1)
            + " is in two files, "
            + run.getString(2)
            + " and "
            + run.getString(3)
            + "; expected a run name that tells them apart, such as constants { run ="
            + " \"{study}-{trial}\" }");
  }
}
