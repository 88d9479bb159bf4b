package io.lode.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.delivery.IngestReport;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.store.tables.GroupSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Logs and tables that lie on HDFS or S3, through Spark and Iceberg. */
class RemoteStoreTest {

  private static final SparkSession SPARK = TestSpark.session();

  @Test
  void logsOfHdfsAreReadIntoAStoreOnHdfs() throws IOException {
    ingestsFromAndInto(Hdfs.cluster().getURI().toString());
  }

  @Test
  void logsOfS3AreReadIntoAStoreOnS3() throws IOException {
    S3Server.properties().forEach(SPARK.sparkContext().hadoopConfiguration()::set);
    ingestsFromAndInto(S3Server.BUCKET);
  }

  @Test
  void anIngestThatLostTheStoreCommitsNothing() throws IOException {
    String root = Hdfs.cluster().getURI() + "/" + UUID.randomUUID();
    copyLogs(root);
    Store store = Store.open(SPARK, root + "/store");
    Ingest suspended =
        new Ingest(
            SPARK,
            store,
            IngestSettings.of(Settings.defaults()),
            line -> {
              if (line.startsWith("ingest: writing")) {
                takeOver(store);
              }
            });
    assertThatThrownBy(() -> suspended.run(SourceFile.read("llm-loss-curves"), root + "/logs"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(root + "/store/.lock was taken over by another process");
    assertThat(store.observations().snapshot()).isEmpty();
    assertThat(store.findTrajectories()).isEmpty();
    assertThat(ingest(store, root).runs()).isEqualTo(18);
  }

  private static void takeOver(Store store) {
    try {
      Hdfs.cluster()
          .getFileSystem()
          .setTimes(new Path(store.root() + "/.lock"), System.currentTimeMillis() - 3_600_000, -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store.files().exclusively(hold -> "");
  }

  private static void ingestsFromAndInto(String fileSystem) throws IOException {
    String root = fileSystem + "/" + UUID.randomUUID();
    copyLogs(root);
    Store store = Store.open(SPARK, root + "/store");
    assertThat(ingest(store, root).runs()).isEqualTo(18);
    long snapshot = store.trajectories().id();
    assertThat(store.trajectories().groups()).hasSize(2);
    assertThat(store.trajectories().groups().stream().mapToLong(GroupSummary::runs).sum())
        .isEqualTo(18);
    ingest(store, root);
    assertThat(store.trajectories().id()).isEqualTo(snapshot);
  }

  private static void copyLogs(String root) throws IOException {
    Configuration configuration = SPARK.sessionState().newHadoopConf();
    FileSystem.get(URI.create(root), configuration)
        .copyFromLocalFile(
            new Path(
                java.nio.file.Path.of("..", "examples", "llm-loss-curves")
                    .toAbsolutePath()
                    .normalize()
                    .toUri()),
            new Path(root + "/logs"));
  }

  private static IngestReport ingest(Store store, String root) {
    return new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("llm-loss-curves"), root + "/logs");
  }
}
