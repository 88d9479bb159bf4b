package io.lode.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Logs that are delivered again, longer, changed or while others are. */
class DeliveriesTest extends IngestedLogs {

  @Test
  void extendsAKnownRunAndOnlyThat() throws IOException {
    log("m/a.csv", run(3));
    log("m/b.csv", run(3));
    ingest(SOURCE);
    List<Optional<Long>> first = snapshots();
    String fingerprint = store.trajectories().groups().get(0).fingerprint();
    log("m/a.csv", run(5));
    IngestReport report = ingest(SOURCE);
    assertThat(report.observations()).isEqualTo(8);
    assertThat(store.observations().rows().count()).isEqualTo(8);
    assertThat(runs(GROUP).get("a").trajectory().step()).containsExactly(10, 20, 30, 40, 50);
    assertThat(runs(GROUP).get("b").trajectory().length()).isEqualTo(3);
    assertThat(snapshots()).isNotEqualTo(first);
    assertThat(store.trajectories().groups().get(0).fingerprint()).isNotEqualTo(fingerprint);
  }

  @Test
  void earlierSnapshotStaysReadable() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    TrajectorySnapshot before = store.trajectories();
    log("m/a.csv", run(5));
    log("n/c.csv", run(2));
    ingest(SOURCE);
    assertThat(before.groups()).hasSize(1);
    assertThat(before.sweeps(List.of(GROUP)).first().runs().get(0).trajectory().length())
        .isEqualTo(3);
  }

  @Test
  void fingerprintDoesNotDependOnTheOrderOfDeliveries() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    log("m/b.csv", run(4));
    ingest(SOURCE);
    Store other = Store.open(SPARK, folder.resolve("other").toString());
    new Ingest(SPARK, other, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.parse("test", SOURCE), logs.toString());
    assertThat(other.trajectories().groups()).isEqualTo(store.trajectories().groups());
  }

  @Test
  void aTryThatEndedHalfwayIsTakenUpAgain() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    log("m/b.csv", run(3));
    IngestReport report = ingest(SOURCE);
    List<Optional<Long>> whole = snapshots();
    // The receipt is what a crash before the end leaves out.
    Files.delete(folder.resolve("store/deliveries/" + report.delivery() + ".json"));
    assertThat(ingest(SOURCE)).isEqualTo(report);
    assertThat(snapshots()).isEqualTo(whole);
  }

  @Test
  void observationsWithoutTrajectoriesAreNotAddedTwice() throws IOException {
    log("m/a.csv", run(3));
    ingest(SOURCE);
    // A crash between the commits of the two tables leaves the first delivery like this.
    delete(folder.resolve("store/deliveries"));
    delete(folder.resolve("store/trajectories"));
    ingest(SOURCE);
    assertThat(store.observations().rows().count()).isEqualTo(3);
    assertThat(runs(GROUP).get("a").trajectory().length()).isEqualTo(3);
  }

  private static void delete(Path target) throws IOException {
    try (Stream<Path> entries = Files.walk(target)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }

  @Test
  void aRunEndsAsItWasLastDelivered() throws IOException {
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,1.9");
    ingest(SOURCE);
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,1.5");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2.0, 1.5);
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,1.9");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2.0, 1.9);
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(2.0);
    assertThat(store.observations().rows().count()).isEqualTo(1);
  }

  @Test
  void aFileThatHoldsTheNextRowsOnlyExtendsItsRun() throws IOException {
    log("m/a.csv", "step,lr,loss", "30,0.1,1.8", "40,0.1,1.7");
    ingest(SOURCE);
    log("m/a.csv", "step,lr,loss", "40,0.1,1.6", "50,0.1,1.5");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss()).containsExactly(1.8, 1.6, 1.5);
    // Late rows: what came before all that is known.
    log("m/a.csv", "step,lr,loss", "10,0.1,2.0", "20,0.1,1.9");
    ingest(SOURCE);
    assertThat(runs(GROUP).get("a").trajectory().trainLoss())
        .containsExactly(2.0, 1.9, 1.8, 1.6, 1.5);
  }

  @Test
  void ingestsAtOnceEndAsIfOneAfterTheOther() throws Exception {
    log("m/a.csv", run(3));
    Path second = Files.createDirectories(folder.resolve("second/m"));
    Files.write(second.resolve("b.csv"), List.of(run(4)));
    Files.write(second.resolve("a.csv"), List.of(run(5)));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<IngestReport> one = threads.submit(() -> ingest(SOURCE));
      new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
          .run(SourceFile.parse("test", SOURCE), folder.resolve("second").toString());
      assertThat(one.get().observations()).isEqualTo(3);
    } finally {
      threads.shutdownNow();
    }
    assertThat(runs(GROUP).get("a").trajectory().length()).isEqualTo(5);
    assertThat(runs(GROUP).get("b").trajectory().length()).isEqualTo(4);
    assertThat(store.observations().rows().count()).isEqualTo(9);
  }
}
