package io.lode.jobs.store;

import io.lode.artifact.ArtifactException;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.Notices;
import io.lode.jobs.UsageException;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.StorePlace;
import io.lode.jobs.store.tables.ObservationTable;
import io.lode.jobs.store.tables.RejectedTable;
import io.lode.jobs.store.tables.StoreTable;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.jobs.store.tables.TrajectoryTable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The store at one URI, as the driver sees it. Opening it writes nothing; {@link #createTables()}
 * does.
 *
 * <p>Tasks on executors take {@link #artifacts()} with them, never this.
 */
public final class Store {

  private final StoreFiles files;
  private final StorePlace place;
  private final StoreTable observations;
  private final StoreTable trajectories;
  private final StoreTable rejected;

  private Store(Supplier<SparkSession> source, Configuration hadoop, StoreFiles files) {
    this.files = files;
    place = new StorePlace(files);
    String root = files.root();
    // Spark keeps a catalog by its name, so that each store has one of its own.
    String catalog =
        "lode_"
            + UUID.nameUUIDFromBytes(root.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace('-', '_');
    Supplier<SparkSession> spark = () -> withCatalog(source.get(), catalog, root);
    observations =
        new StoreTable(spark, hadoop, catalog, place, "observations", ObservationTable.SCHEMA);
    trajectories =
        new StoreTable(spark, hadoop, catalog, place, "trajectories", TrajectoryTable.SCHEMA);
    rejected = new StoreTable(spark, hadoop, catalog, place, "rejected_rows", RejectedTable.SCHEMA);
  }

  private static SparkSession withCatalog(SparkSession spark, String catalog, String root) {
    String prefix = "spark.sql.catalog." + catalog;
    spark.conf().set(prefix, "org.apache.iceberg.spark.SparkCatalog");
    spark.conf().set(prefix + ".type", "hadoop");
    spark.conf().set(prefix + ".warehouse", root);
    spark.conf().set(prefix + ".cache-enabled", "false");
    return spark;
  }

  /**
   * Opens a store.
   *
   * @param uri a path, or a URI of a file system that Hadoop knows
   * @throws UsageException if the URI is malformed or its file system is unknown
   */
  public static Store open(SparkSession spark, String uri) {
    return open(() -> spark, spark.sessionState().newHadoopConf(), uri);
  }

  /**
   * Opens a store without Spark, which is asked for when a table is.
   *
   * @param spark gives the session, always the same one
   * @param hadoop how file systems are reached
   * @param uri a path, or a URI of a file system that Hadoop knows
   * @throws UsageException if the URI is malformed or its file system is unknown
   */
  public static Store open(Supplier<SparkSession> spark, Configuration hadoop, String uri) {
    try {
      return new Store(spark, hadoop, StoreFiles.at(uri, hadoop));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UsageException("--store " + uri + " is not a store: " + e.getMessage(), e);
    }
  }

  /** The store's URI. */
  public String root() {
    return files.root();
  }

  /**
   * Makes sure that the store may be written: that it lies where it says that it lies. A store of
   * an earlier build, which says nothing, says so from now on.
   *
   * @throws UsageException if it is a copy, or was moved
   * @throws io.lode.jobs.DamagedStoreException if a table cannot be read
   */
  public void claim() {
    Optional<StoreMarker> marker = marker();
    marker.map(StoreMarker::location).filter(said -> !place.isHere(said)).ifPresent(this::refuse);
    tables().forEach(StoreTable::requireSound);
    Optional<String> said = Optional.empty();
    for (StoreTable table : tables()) {
      said = said.or(() -> table.find().map(found -> StorePlace.ofTable(found.location())));
    }
    if (marker.isEmpty()) {
      if (files.read(StoreMarker.FILE).isPresent()) {
        Notices.tell("mended: " + StoreMarker.FILE + " was damaged and is written again");
        said = said.or(() -> Optional.of(root()));
      }
      said.ifPresent(location -> files.replace(StoreMarker.FILE, StoreMarker.of(location).write()));
    }
  }

  /**
   * Makes sure that the store lies where it says that it lies, also where its tables cannot be
   * loaded.
   *
   * @throws UsageException if it is a copy, or was moved
   */
  public void requireHere() {
    marker().map(StoreMarker::location).filter(said -> !place.isHere(said)).ifPresent(this::refuse);
    tables().forEach(table -> table.requireHere(files));
  }

  private void refuse(String said) {
    throw place.elsewhere(said);
  }

  /** Where the store lies. */
  StorePlace place() {
    return place;
  }

  /** What the store says of itself; empty where that is missing, or damaged. */
  Optional<StoreMarker> marker() {
    try {
      return StoreMarker.read(files);
    } catch (ArtifactException e) {
      // The tables say the same, and whoever writes it anew heeds them.
      return Optional.empty();
    }
  }

  /** Creates the tables that do not exist. */
  public void createTables() {
    files.create(StoreMarker.FILE, StoreMarker.of(root()).write());
    observations.create();
    rejected.create();
    trajectories.create();
  }

  /** All tables, whether or not they exist. */
  public List<StoreTable> tables() {
    return List.of(observations, trajectories, rejected);
  }

  /** What runs logged. */
  public ObservationTable observations() {
    return new ObservationTable(observations);
  }

  /** What was read and not used. */
  public RejectedTable rejectedRows() {
    return new RejectedTable(rejected);
  }

  /** One row a run. */
  public TrajectoryTable trajectoryTable() {
    return new TrajectoryTable(trajectories);
  }

  /** The runs at the current snapshot; empty where nothing was ingested. */
  public Optional<TrajectorySnapshot> findTrajectories() {
    return trajectoryTable().current();
  }

  /**
   * The runs at the current snapshot.
   *
   * @throws NothingUsableException if nothing was ingested
   */
  public TrajectorySnapshot trajectories() {
    return findTrajectories()
        .orElseThrow(
            () ->
                new NothingUsableException(
                    "store " + root() + " holds no runs; expected some from lode ingest"));
  }

  /** Schedules, ensembles and state; serializable. */
  public Artifacts artifacts() {
    return new Artifacts(files);
  }

  /** Any file of the store; serializable. */
  public StoreFiles files() {
    return files;
  }
}
