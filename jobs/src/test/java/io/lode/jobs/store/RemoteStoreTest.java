package io.lode.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.IngestSettings;
import io.lode.jobs.conf.Settings;
import io.lode.jobs.conf.SourceFile;
import io.lode.jobs.ingest.Ingest;
import io.lode.jobs.ingest.IngestReport;
import java.io.IOException;
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

  private static void ingestsFromAndInto(String fileSystem) throws IOException {
    String root = fileSystem + "/" + UUID.randomUUID();
    Configuration configuration = SPARK.sessionState().newHadoopConf();
    FileSystem.get(URI.create(root), configuration)
        .copyFromLocalFile(
            new Path(
                java.nio.file.Path.of("..", "examples", "llm-loss-curves")
                    .toAbsolutePath()
                    .normalize()
                    .toUri()),
            new Path(root + "/logs"));
    Store store = Store.open(SPARK, root + "/store");
    assertThat(ingest(store, root).runs()).isEqualTo(18);
    long snapshot = store.trajectories().id();
    assertThat(store.trajectories().groups()).hasSize(2);
    assertThat(store.trajectories().groups().stream().mapToLong(GroupSummary::runs).sum())
        .isEqualTo(18);
    ingest(store, root);
    assertThat(store.trajectories().id()).isEqualTo(snapshot);
  }

  private static IngestReport ingest(Store store, String root) {
    return new Ingest(SPARK, store, IngestSettings.of(Settings.defaults()), line -> {})
        .run(SourceFile.read("llm-loss-curves"), root + "/logs");
  }
}
