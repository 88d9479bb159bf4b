package io.lode.jobs.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.apache.spark.sql.Dataset;
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
   * Inserts rows, or replaces those with the same key, as one snapshot of a delivery.
   *
   * @param key columns that name a row
   */
  void merge(Dataset<Row> rows, List<String> key, String delivery) {
    String view = "lode_merge_" + name;
    rows.createOrReplaceTempView(view);
    String matches =
        key.stream()
            .map(column -> "t." + column + " = s." + column)
            .collect(Collectors.joining(" AND "));
    try {
      commit(
          delivery,
          () ->
              spark.sql(
                  "MERGE INTO "
                      + sqlName()
                      + " t USING "
                      + view
                      + " s ON "
                      + matches
                      + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *"));
    } finally {
      spark.catalog().dropTempView(view);
    }
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
