package io.lode.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.NothingUsableException;
import io.lode.jobs.TestSpark;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.upkeep.Compaction;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.tables.TableRelocation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A copy of a store never touches the original, and becomes a store of its own. */
class RelocationTest {

  private static final SparkSession SPARK = TestSpark.session();

  /** Kinds of store. */
  enum Kind {
    LOCAL,
    HDFS,
    S3
  }

  @TempDir private Path folder;

  private String root(Kind kind) {
    return switch (kind) {
      case LOCAL -> folder.toString();
      case HDFS -> Hdfs.cluster().getURI() + "/" + UUID.randomUUID();
      case S3 -> {
        S3Server.properties().forEach(SPARK.sparkContext().hadoopConfiguration()::set);
        yield S3Server.BUCKET + "/" + UUID.randomUUID();
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void aCopyIsRefusedUntilItIsRelocatedAndThenBothGoOn(Kind kind) throws IOException {
    String root = root(kind);
    Store original = filled(root + "/store");
    copy(root + "/store", root + "/copy");
    Store copy = Store.open(SPARK, root + "/copy");
    SortedMap<String, Long> before = visible(original.files());

    writeLogs(2);
    String said = "is a copy of the store at " + original.root() + ", or was moved from there";
    assertThatThrownBy(() -> ingest(copy))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("store " + copy.root() + " " + said)
        .hasMessageContaining("run lode relocate --store " + copy.root());
    assertThatThrownBy(copy::claim).hasMessageContaining(said);
    assertThatThrownBy(copy::trajectories).hasMessageContaining(said);
    assertThatThrownBy(() -> compact(copy)).hasMessageContaining(said);
    assertThat(visible(original.files())).isEqualTo(before);

    Relocation.Moved moved = relocate(copy);
    assertThat(moved.notices()).isEmpty();
    assertThat(moved.before().location()).isEqualTo(original.root());
    assertThat(moved.now().location()).isEqualTo(copy.root());
    assertThat(moved.now().id()).isNotEqualTo(moved.before().id());
    assertThat(moved.tables()).hasSize(3);
    copy.claim();
    assertThat(rows(copy)).isEqualTo(rows(original));
    assertThat(snapshots(copy)).isEqualTo(snapshots(original)).hasSize(3);
    for (long snapshot : snapshots(copy)) {
      assertThat(rowsAt(copy, snapshot)).isEqualTo(rowsAt(original, snapshot));
    }
    assertThat(relocate(copy).changed()).isFalse();

    ingest(copy);
    compact(copy);
    assertThat(rows(copy)).isNotEqualTo(rows(original));
    assertThat(visible(original.files())).isEqualTo(before);
    writeLogs(3);
    SortedMap<String, Long> copied = visible(copy.files());
    original.claim();
    ingest(original);
    compact(original);
    assertThat(visible(copy.files())).isEqualTo(copied);
  }

  @Test
  void aStoreThatWasMovedIsRelocatedAndMayMoveAgain() throws IOException {
    Store original = filled(folder + "/store");
    List<Row> rows = rows(original);
    for (int i = 0; i < 2; i++) {
      String from = folder + (i == 0 ? "/store" : "/moved0");
      Files.move(Path.of(from), folder.resolve("moved" + i));
      Store moved = Store.open(SPARK, folder + "/moved" + i);
      assertThatThrownBy(moved::claim).isInstanceOf(UsageException.class);
      relocate(moved);
      moved.claim();
      assertThat(rows(moved)).isEqualTo(rows);
    }
    assertThat(StoreMarker.read(Store.open(SPARK, folder + "/moved1").files()).orElseThrow())
        .extracting(marker -> marker.earlier().stream().map(StoreMarker.Earlier::location).toList())
        .isEqualTo(List.of("file:" + folder + "/store", "file:" + folder + "/moved0"));
  }

  @Test
  void aStoreReachedThroughALinkIsNoCopy() throws IOException {
    Store original = filled(folder + "/store");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("store"));
    Store linked = Store.open(SPARK, folder + "/link");
    linked.claim();
    writeLogs(2);
    ingest(linked);
    assertThat(rows(linked)).isEqualTo(rows(original));
  }

  @Test
  void aStoreOfAnEarlierBuildGetsItsMarkerAtTheNextWrite() throws IOException {
    Store store = filled(folder + "/store");
    store.files().delete(StoreMarker.FILE);
    copy(folder + "/store", folder + "/copy");
    assertThat(rows(store)).isNotEmpty();
    assertThat(StoreMarker.read(store.files())).isEmpty();
    store.claim();
    assertThat(StoreMarker.read(store.files()).orElseThrow().location()).isEqualTo(store.root());
    Store copy = Store.open(SPARK, folder + "/copy");
    assertThatThrownBy(copy::claim).isInstanceOf(UsageException.class);
    relocate(copy);
    assertThat(rows(copy)).isEqualTo(rows(store));
  }

  @Test
  void aRelocationThatWasCutOffIsFinishedByTheNext() throws IOException {
    Store original = filled(folder + "/store");
    copy(folder + "/store", folder + "/copy");
    Store copy = Store.open(SPARK, folder + "/copy");
    TableRelocation relocation =
        new TableRelocation(copy.files(), copy.place(), SPARK.sessionState().newHadoopConf());
    assertThatThrownBy(
            () ->
                relocation.run(
                    "trajectories",
                    () -> {
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    relocation.run("observations", () -> {});
    assertThatThrownBy(copy::claim).isInstanceOf(UsageException.class);
    assertThat(relocate(copy).tables()).hasSize(2);
    assertThat(rows(copy)).isEqualTo(rows(original));
  }

  @Test
  void aCopyThatMissesTheNewestFilesFallsBackAndTheNextIngestAddsThem() throws IOException {
    Store original = filled(folder + "/store", 1);
    Set<String> filesOfTwo = Set.copyOf(original.files().tree("observations/data").keySet());
    filled(folder + "/store", 2);
    copy(folder + "/store", folder + "/copy");
    List<Long> snapshots = snapshots(original);
    Store copy = Store.open(SPARK, folder + "/copy");
    for (String file : original.files().tree("observations/data").keySet()) {
      if (!filesOfTwo.contains(file)) {
        copy.files().delete("observations/data/" + file);
      }
    }
    Relocation.Moved moved = relocate(copy);
    assertThat(moved.notices())
        .hasSize(2)
        .anySatisfy(
            notice ->
                assertThat(notice)
                    .startsWith("table observations: its newest snapshot is not whole here (data/")
                    .contains("is missing")
                    .endsWith("the next ingest of the same logs adds what is missing"));
    assertThat(snapshots(copy)).isEqualTo(snapshots.subList(0, 2));
    ingest(copy);
    assertThat(rows(copy)).isEqualTo(rows(original));
  }

  @Test
  void whereThereIsNoStoreNothingIsRelocated() {
    Store nothing = Store.open(SPARK, folder + "/nothing");
    assertThatThrownBy(() -> relocate(nothing))
        .isInstanceOf(NothingUsableException.class)
        .hasMessage(
            "there is no store with tables at file:" + folder + "/nothing, expected a copy of one");
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  /** A store of three snapshots, whose third corrects a run of the first. */
  private Store filled(String root) throws IOException {
    return filled(root, 2);
  }

  private Store filled(String root, int nights) throws IOException {
    Store store = Store.open(SPARK, root);
    for (int night = -1; night < nights; night++) {
      writeLogs(night);
      ingest(store);
    }
    return store;
  }

  private void writeLogs(int night) throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs/m/d"));
    Files.writeString(
        logs.resolve("run-" + night + ".csv"),
        "step,learning_rate,validation_loss\n1,0.1,2\nx,0.1,2\n2,0.1,1\n");
    Files.writeString(
        logs.resolve("run-0.csv"), "step,learning_rate,validation_loss\n1,0.1,2." + night + "\n");
  }

  private IngestReport ingest(Store store) {
    return new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("csv"), folder.resolve("logs").toString());
  }

  private static void compact(Store store) {
    new Compaction(SPARK, store, line -> {}).run(Duration.ZERO, Duration.ofDays(1));
  }

  private static Relocation.Moved relocate(Store store) {
    return new Relocation(store, SPARK.sessionState().newHadoopConf()).run();
  }

  private static void copy(String from, String to) throws IOException {
    if (from.startsWith("/")) {
      FileUtils.copyDirectory(Path.of(from).toFile(), Path.of(to).toFile());
      return;
    }
    Configuration configuration = SPARK.sessionState().newHadoopConf();
    FileSystem files = FileSystem.get(URI.create(from), configuration);
    FileUtil.copy(
        files,
        new org.apache.hadoop.fs.Path(from),
        files,
        new org.apache.hadoop.fs.Path(to),
        false,
        configuration);
  }

  /** The files of a store and their lengths, those of its locks left out. */
  private static SortedMap<String, Long> visible(StoreFiles files) {
    SortedMap<String, Long> all = new TreeMap<>();
    for (String name : files.list("observations")) {
      assertThat(name).isIn("data", "metadata");
    }
    for (String top : List.of("observations", "trajectories", "rejected_rows", "deliveries")) {
      files.tree(top).forEach((path, length) -> all.put(top + "/" + path, length));
    }
    files
        .read(StoreMarker.FILE)
        .ifPresent(marker -> all.put(new String(marker, UTF_8), (long) marker.length));
    return all;
  }

  private static List<Row> rows(Store store) {
    return store
        .observations()
        .rows()
        .orderBy("run", "step")
        .select("run", "step", "learning_rate", "validation_loss")
        .collectAsList();
  }

  private static List<String> rowsAt(Store store, long snapshot) throws IOException {
    List<String> rows = new ArrayList<>();
    try (CloseableIterable<?> found =
        IcebergGenerics.read(store.tables().get(0).find().orElseThrow())
            .useSnapshot(snapshot)
            .build()) {
      found.forEach(row -> rows.add(row.toString()));
    }
    rows.sort(null);
    return rows;
  }

  private static List<Long> snapshots(Store store) {
    return StreamSupport.stream(
            store.tables().get(0).find().orElseThrow().snapshots().spliterator(), false)
        .map(Snapshot::snapshotId)
        .toList();
  }
}
