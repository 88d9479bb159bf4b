package io.lode.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.Horizon;
import io.lode.jobs.TestSpark;
import io.lode.jobs.conf.IngestSettings;
import io.lode.jobs.conf.Settings;
import io.lode.jobs.conf.SourceFile;
import io.lode.jobs.ingest.Ingest;
import io.lode.jobs.ingest.IngestReport;
import io.lode.trajectory.GroupKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdfsStoreTest {

  private static final GroupKey GROUP = new GroupKey("weird {a,b}*?:#%", "../..", "o/p");

  @TempDir private static Path folder;
  private static MiniDFSCluster cluster;
  private static String root;

  @BeforeAll
  static void startHdfs() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    root = cluster.getURI() + "/lode";
  }

  @AfterAll
  static void stopHdfs() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  private static StoreFiles files(String name) {
    return StoreFiles.at(root + "/" + name, new Configuration());
  }

  @Test
  void publishersAtOnceMakeAVersionEach() throws Exception {
    VersionedFolder versions = new Artifacts(files("publish")).schedules(GROUP, new Horizon(1));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> published = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        published.add(
            threads.submit(() -> versions.publish(version -> ("v" + version).getBytes(UTF_8))));
      }
      List<Integer> numbers = new ArrayList<>();
      for (Future<Integer> one : published) {
        numbers.add(one.get());
      }
      List<Integer> all = IntStream.rangeClosed(1, 12).boxed().toList();
      assertThat(numbers).containsExactlyInAnyOrderElementsOf(all);
      assertThat(versions.versions()).isEqualTo(all);
      assertThat(versions.latest()).contains("v12".getBytes(UTF_8));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void ensemblesAreWrittenWholeOrNotAtAll() {
    Artifacts artifacts = new Artifacts(files("ensembles"));
    byte[] card = "{}".getBytes(UTF_8);
    assertThat(artifacts.publishEnsemble(GROUP, "id", Map.of("card.json", card))).isTrue();
    assertThat(artifacts.publishEnsemble(GROUP, "id", Map.of("other", card))).isFalse();
    assertThat(artifacts.groupsWithEnsembles()).containsExactly(GROUP);
    assertThat(artifacts.ensembles(GROUP)).containsExactly("id");
    assertThat(artifacts.readEnsemble(GROUP, "id", "card.json")).contains(card);
    assertThat(artifacts.readEnsemble(GROUP, "id", "other")).isEmpty();
  }

  @Test
  void onlyOneHoldsTheStoreAtATime() throws Exception {
    StoreFiles files = files("lock");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        done.add(
            threads.submit(
                () ->
                    files.exclusively(
                        () -> {
                          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                          files.replace("busy", new byte[0]);
                          return inside.decrementAndGet();
                        })));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most.get()).isEqualTo(1);
    assertThat(files.read(".lock")).isEmpty();
  }

  @Test
  void takesOverALockThatACrashLeft() throws Exception {
    StoreFiles files = files("crash");
    files.create(".lock", new byte[0]);
    org.apache.hadoop.fs.Path lock = new org.apache.hadoop.fs.Path(files.root() + "/.lock");
    FileSystem hdfs = cluster.getFileSystem();
    hdfs.setTimes(lock, System.currentTimeMillis() - 3_600_000, -1);
    assertThat(files.<String>exclusively(() -> "done")).isEqualTo("done");
    assertThat(hdfs.exists(lock)).isFalse();
  }

  @Test
  void logsOfHdfsAreReadIntoAStoreOnHdfs() throws Exception {
    String logs = root + "/logs";
    cluster
        .getFileSystem()
        .copyFromLocalFile(
            new org.apache.hadoop.fs.Path(Path.of("..", "examples", "llm-loss-curves").toString()),
            new org.apache.hadoop.fs.Path(logs));
    Store store = Store.open(TestSpark.session(), root + "/store");
    IngestReport report =
        new Ingest(TestSpark.session(), store, IngestSettings.of(Settings.defaults()), line -> {})
            .run(SourceFile.read("llm-loss-curves"), logs);
    assertThat(report.runs()).isEqualTo(18);
    assertThat(store.trajectories().groups()).hasSize(2);
    assertThat(store.trajectories().groups().stream().mapToLong(GroupSummary::runs).sum())
        .isEqualTo(18);
  }
}
