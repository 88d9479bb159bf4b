package io.lode.jobs.store.tables;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import io.lode.jobs.DamagedStoreException;
import io.lode.jobs.JobException;
import io.lode.jobs.store.files.CommitGap;
import io.lode.jobs.store.files.LiteralPath;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.files.StorePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One Iceberg table of the store, whose rows belong to a run of a group. Tasks write whole files;
 * the driver commits them as one snapshot, which says which delivery of logs it came with.
 */
public final class StoreTable {

  /** Snapshot property: the identity of the delivery that the snapshot came with. */
  static final String DELIVERY = "lode.delivery";

  /** The column that names a row's group. */
  public static final String GROUP_PATH = "group_path";

  /** As many groups are named in a query one by one. */
  private static final int LISTED_GROUPS = 200;

  private final Supplier<SparkSession> spark;
  private final Configuration hadoop;
  private final String catalog;
  private final StorePlace place;
  private final String name;
  private final StructType schema;

  /**
   * Names a table, which need not exist yet.
   *
   * @param spark asked for when rows are
   * @param hadoop how the table is found
   * @param catalog the name of the Spark catalog that holds the table
   * @param place of the store, whose folder is the catalog
   * @param name the table's name
   * @param schema the table's columns, in order
   */
  public StoreTable(
      Supplier<SparkSession> spark,
      Configuration hadoop,
      String catalog,
      StorePlace place,
      String name,
      StructType schema) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.catalog = catalog;
    this.place = place;
    this.name = name;
    this.schema = schema;
  }

  StructType schema() {
    return schema;
  }

  /** Creates the table where it does not exist. */
  public void create() {
    if (find().isPresent()) {
      return;
    }
    String properties =
        WrittenForm.properties(schema).entrySet().stream()
            .map(entry -> "'" + entry.getKey() + "' = '" + entry.getValue() + "'")
            .collect(Collectors.joining(", "));
    spark
        .get()
        .sql(
            "CREATE TABLE IF NOT EXISTS "
                + sqlName()
                + " ("
                + schema.toDDL()
                + ") USING iceberg TBLPROPERTIES ("
                + properties
                + ")");
    addColumns();
  }

  /** Adds the columns that a table of an earlier build lacks; its rows are null there. */
  private void addColumns() {
    Schema found = existing().schema();
    StructType missing = new StructType();
    for (StructField field : schema.fields()) {
      missing = found.findField(field.name()) == null ? missing.add(field) : missing;
    }
    if (!missing.isEmpty()) {
      spark.get().sql("ALTER TABLE " + sqlName() + " ADD COLUMNS (" + missing.toDDL() + ")");
    }
  }

  /** The id of the current snapshot; empty where nothing was ever committed. */
  Optional<Long> currentSnapshot() {
    return find().map(Table::currentSnapshot).map(Snapshot::snapshotId);
  }

  /** Rows at the current snapshot; none where there is no table. */
  Dataset<Row> rows() {
    return currentSnapshot().map(this::rowsAt).orElseGet(this::noRows);
  }

  /** Rows at a snapshot. */
  Dataset<Row> rowsAt(long snapshot) {
    return spark.get().sql("SELECT * FROM " + sqlName() + " VERSION AS OF " + snapshot);
  }

  private Dataset<Row> noRows() {
    return spark.get().createDataFrame(List.of(), schema);
  }

  /** Where tasks write; the table must exist. */
  TableWriting writing() {
    return new TableWriting(SerializableTable.copyOf(existing()));
  }

  /**
   * Makes what tasks wrote part of the table, as one snapshot; makes none where that is nothing.
   *
   * @throws IllegalStateException if another process has taken the store over
   */
  void commit(WrittenFiles written, String delivery, StoreHold hold) {
    if (written.isEmpty()) {
      return;
    }
    Table table = existing();
    if (written.deletes().isEmpty()) {
      AppendFiles append = table.newAppend();
      written.data().forEach(append::appendFile);
      append.set(DELIVERY, delivery);
      hold.require();
      CommitGap.pass("rows were written for " + name);
      append.commit();
      CommitGap.pass("rows were committed to " + name);
      return;
    }
    // The deletes hold for what was there before, not for the rows of the same commit.
    RowDelta replace = table.newRowDelta();
    written.deletes().forEach(replace::addDeletes);
    written.data().forEach(replace::addRows);
    replace.set(DELIVERY, delivery);
    hold.require();
    CommitGap.pass("rows were written for " + name);
    replace.commit();
    CommitGap.pass("rows were committed to " + name);
  }

  /** Rows that tasks wrote and no snapshot holds yet. */
  Dataset<Row> read(WrittenFiles written) {
    return spark
        .get()
        .read()
        .schema(schema)
        .parquet(written.dataLocations().stream().map(LiteralPath::escaped).toArray(String[]::new));
  }

  /** Appends rows as one snapshot of a delivery. */
  void append(Dataset<Row> rows, String delivery) {
    CommitMetadata.withCommitProperties(
        Map.of(DELIVERY, delivery),
        () -> {
          try {
            rows.writeTo(sqlName()).append();
          } catch (org.apache.spark.sql.catalyst.analysis.NoSuchTableException e) {
            throw new IllegalStateException(e);
          }
          return null;
        },
        RuntimeException.class);
  }

  /** The table as Iceberg knows it. */
  Table existing() {
    return find().orElseThrow(() -> new IllegalStateException("table " + name + " is missing"));
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

  /** Its name, and that of its folder in the store. */
  public String name() {
    return name;
  }

  /**
   * Makes sure that the table names files here, whether or not it can be loaded.
   *
   * @throws io.lode.jobs.UsageException if it names files elsewhere, as a copy's does
   */
  public void requireHere(StoreFiles files) {
    new TableVersions(files, name)
        .newest(this::isHere)
        .map(newest -> newest.metadata().location())
        .filter(location -> !isHere(location))
        .ifPresent(
            location -> {
              throw place.elsewhere(StorePlace.ofTable(location));
            });
  }

  /**
   * Makes sure that the newest description of the table is sound, and that the list of manifests is
   * that of the snapshot, both of which Iceberg takes as they are.
   *
   * @throws DamagedStoreException if it is not
   */
  public void requireSound() {
    TableVersions versions = new TableVersions(place.files(), name);
    versions
        .newest(this::isHere)
        .flatMap(newest -> ManifestListOwner.damage(versions, newest, new HadoopFileIO(hadoop)))
        .ifPresent(
            damage -> {
              throw TableDamage.found(damage, place.root(), name, null);
            });
  }

  /** Whether a description of the table that names a place names this one. */
  boolean isHere(String location) {
    return place.isHere(location, name);
  }

  /**
   * The table as Iceberg knows it; empty where it does not exist.
   *
   * @throws io.lode.jobs.UsageException if it names files elsewhere, as a copy's does
   * @throws DamagedStoreException if what describes it is damaged
   */
  public Optional<Table> find() {
    try (HadoopCatalog found = new HadoopCatalog()) {
      found.setConf(hadoop);
      found.initialize(
          catalog, new HashMap<>(Map.of(CatalogProperties.WAREHOUSE_LOCATION, place.root())));
      Table table = found.loadTable(TableIdentifier.of(name));
      if (!isHere(table.location())) {
        throw place.elsewhere(StorePlace.ofTable(table.location()));
      }
      return Optional.of(table);
    } catch (NoSuchTableException e) {
      return Optional.empty();
    } catch (JobException e) {
      throw e;
    } catch (RuntimeException e) {
      throw TableDamage.of(e, place.root(), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String sqlName() {
    return catalog + "." + name;
  }
}
