package io.lode.jobs.pipeline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.upkeep.Compaction.Compacted;
import io.lode.jobs.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {

  private static final SparkSession SPARK = TestSpark.session();

  @TempDir private Path folder;

  @Test
  void joinsFilesAndLetsSnapshotsGoButKeepsEveryRow() throws IOException {
    Store store = Store.open(SPARK, folder.resolve("store").toString());
    Path logs = Files.createDirectories(folder.resolve("logs/m/d"));
    for (int night = 0; night < 3; night++) {
      // One run more each night, and a correction of the first one.
      Files.writeString(
          logs.resolve("run-" + night + ".csv"),
          "step,learning_rate,validation_loss\n1,0.1,2\nx,0.1,2\n2,0.1,1\n");
      Files.writeString(
          logs.resolve("run-0.csv"), "step,learning_rate,validation_loss\n1,0.1,2." + night + "\n");
      ingest(store);
    }
    List<Row> observations = observations(store);
    List<Row> runs = runs(store);
    List<Compacted> compacted =
        new Compaction(SPARK, store, line -> {}).run(Duration.ZERO, Duration.ofDays(1));
    assertThat(compacted.stream().map(Compacted::table))
        .containsExactly("observations", "trajectories", "rejected_rows");
    for (Compacted table : compacted) {
      assertThat(table.filesBefore()).isGreaterThan(1);
      assertThat(table.filesAfter()).isEqualTo(1);
      assertThat(table.snapshotsAfter()).isEqualTo(1);
    }
    assertThat(observations(store)).isEqualTo(observations);
    assertThat(runs(store)).isEqualTo(runs);
    assertThat(store.rejectedRows().rows().count()).isEqualTo(2);
    Files.writeString(
        logs.resolve("run-1.csv"), "step,learning_rate,validation_loss\n1,0.1,3\n2,0.1,2\n");
    ingest(store);
    assertThat(observations(store)).hasSameSizeAs(observations).isNotEqualTo(observations);
  }

  private void ingest(Store store) {
    new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("csv"), folder.resolve("logs").toString());
  }

  private static List<Row> observations(Store store) {
    return store
        .observations()
        .rows()
        .orderBy("run", "step")
        .select("run", "step", "learning_rate", "validation_loss", "file")
        .collectAsList();
  }

  private static List<Row> runs(Store store) {
    return store.trajectories().rows().orderBy("run").select("run", "digest").collectAsList();
  }
}
