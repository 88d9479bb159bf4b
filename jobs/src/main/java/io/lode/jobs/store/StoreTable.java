package io.lode.jobs.store;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One Iceberg table of the store: a column {@code group_path} spreads its files, and every snapshot
 * says which delivery of logs it holds.
 */
final class StoreTable {

  /** Snapshot property: the identity of the delivery that the snapshot came with. */
  static final String DELIVERY = "lode.delivery";

  /** The column that files are spread by. */
  static final String GROUP_PATH = "group_path";

  private static final int BUCKETS = 16;

  /** As many groups are named in a query one by one. */
  private static final int LISTED_GROUPS = 200;

  private static final String KNOWN = "lode_known";

  private final SparkSession spark;
  private final String catalog;
  private final String warehouse;
  private final String name;
  private final StructType schema;

  StoreTable(SparkSession spark, String catalog, String warehouse, String name, StructType schema) {
    this.spark = spark;
    this.catalog = catalog;
    this.warehouse = warehouse;
    this.name = name;
    this.schema = schema;
  }

  StructType schema() {
    return schema;
  }

  /** Creates the table where it does not exist. */
  void create() {
    spark.sql(
        "CREATE TABLE IF NOT EXISTS "
            + sqlName()
            + " ("
            + schema.toDDL()
            + ") USING iceberg PARTITIONED BY (bucket("
            + BUCKETS
            + ", "
            + GROUP_PATH
            + ")) TBLPROPERTIES ("
            + "'format-version' = '2', "
            + "'write.parquet.compression-codec' = 'zstd', "
            + "'write.metadata.delete-after-commit.enabled' = 'true', "
            + "'write.metadata.previous-versions-max' = '50')");
  }

  /** The id of the current snapshot; empty where nothing was ever committed. */
  Optional<Long> currentSnapshot() {
    return table().map(Table::currentSnapshot).map(Snapshot::snapshotId);
  }

  /** Whether a delivery is part of the table's history. */
  boolean holds(String delivery) {
    return table().stream()
        .flatMap(table -> stream(table.snapshots()))
        .anyMatch(snapshot -> delivery.equals(snapshot.summary().get(DELIVERY)));
  }

  /** Rows at the current snapshot; none where there is no table. */
  Dataset<Row> rows() {
    return currentSnapshot().map(this::rowsAt).orElseGet(this::noRows);
  }

  /** Rows at a snapshot. */
  Dataset<Row> rowsAt(long snapshot) {
    return spark.sql("SELECT * FROM " + sqlName() + " VERSION AS OF " + snapshot);
  }

  private Dataset<Row> noRows() {
    return spark.createDataFrame(List.of(), schema);
  }

  /** Appends rows as one snapshot of a delivery. */
  void append(Dataset<Row> rows, String delivery) {
    commit(
        delivery,
        () -> {
          try {
            rows.writeTo(sqlName()).append();
          } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /**
   * Inserts rows that are new and replaces those that differ from what is stored, as one snapshot
   * of a delivery; makes no snapshot where there are none.
   *
   * @param rows at least one, with one row a key
   * @param key columns that name a row, the group path first
   * @param value from a table's alias to what is compared
   * @param groups paths of the groups that the rows belong to
   */
  void upsert(
      Dataset<Row> rows,
      List<String> key,
      Function<String, Column> value,
      List<String> groups,
      String delivery) {
    if (currentSnapshot().isEmpty()) {
      append(rows, delivery);
      return;
    }
    Column isKnown = col("t." + key.get(0)).isNotNull();
    Dataset<Row> changed =
        rows.alias("s")
            .join(ofGroups(rows(), groups).alias("t"), sameKey(key), "left")
            .filter(not(isKnown.and(value.apply("s").eqNullSafe(value.apply("t")))))
            .select(col("s.*"), isKnown.alias(KNOWN))
            .persist();
    try {
      Row counts = changed.agg(count(lit(1)), count_if(col(KNOWN))).first();
      if (counts.getLong(1) > 0) {
        merge(changed.drop(KNOWN), key, groups, delivery);
      } else if (counts.getLong(0) > 0) {
        append(changed.drop(KNOWN), delivery);
      }
    } finally {
      changed.unpersist();
    }
  }

  /** The rows of some groups. */
  static Dataset<Row> ofGroups(Dataset<Row> rows, List<String> groups) {
    if (groups.size() <= LISTED_GROUPS) {
      return rows.filter(col(GROUP_PATH).isin(groups.toArray()));
    }
    Dataset<Row> wanted =
        rows.sparkSession().createDataset(groups, Encoders.STRING()).toDF(GROUP_PATH);
    return rows.join(broadcast(wanted), new String[] {GROUP_PATH}, "left_semi");
  }

  private void merge(Dataset<Row> rows, List<String> key, List<String> groups, String delivery) {
    String view = "lode_merge_" + name;
    rows.createOrReplaceTempView(view);
    String matches =
        key.stream()
            .map(column -> "t." + column + " = s." + column)
            .collect(Collectors.joining(" AND "));
    if (groups.size() <= LISTED_GROUPS) {
      // Lets Iceberg leave the files of other groups alone; an encoded path holds no quotes.
      matches += " AND t." + GROUP_PATH + " IN ('" + String.join("', '", groups) + "')";
    }
    String sql =
        "MERGE INTO "
            + sqlName()
            + " t USING "
            + view
            + " s ON "
            + matches
            + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *";
    try {
      commit(delivery, () -> spark.sql(sql));
    } finally {
      spark.catalog().dropTempView(view);
    }
  }

  private static Column sameKey(List<String> key) {
    return key.stream()
        .map(column -> col("s." + column).equalTo(col("t." + column)))
        .reduce(Column::and)
        .orElseThrow();
  }

  private static void commit(String delivery, Runnable write) {
    CommitMetadata.withCommitProperties(
        Map.of(DELIVERY, delivery),
        () -> {
          write.run();
          return null;
        },
        RuntimeException.class);
  }

  private Optional<Table> table() {
    Configuration configuration = spark.sessionState().newHadoopConf();
    try (HadoopCatalog hadoop = new HadoopCatalog()) {
      hadoop.setConf(configuration);
      hadoop.initialize(
          catalog, new HashMap<>(Map.of(CatalogProperties.WAREHOUSE_LOCATION, warehouse)));
      return Optional.of(hadoop.loadTable(TableIdentifier.of(name)));
    } catch (NoSuchTableException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String sqlName() {
    return catalog + "." + name;
  }

  private static Stream<Snapshot> stream(Iterable<Snapshot> snapshots) {
    return StreamSupport.stream(snapshots.spliterator(), false);
  }
}
