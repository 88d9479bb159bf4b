package io.lode.jobs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.artifact.ArtifactException;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.FolderArchive;
import io.lode.jobs.store.files.HadoopFiles;
import io.lode.jobs.store.files.ObjectFiles;
import io.lode.jobs.store.files.ObjectLock;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.StoreHold;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.load.PublishBench;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every store promises, on the local file system, on HDFS and on S3. {@code
 * -Dlode.publish.seconds=60} publishes for longer.
 */
class EveryStoreTest {

  private static final GroupKey GROUP = new GroupKey("weird {a,b}*?:#%", "../..", "o/p \"q\" é");
  private static final Horizon END = new Horizon(1);
  private static final int SECONDS = Integer.getInteger("lode.publish.seconds", 2);

  @TempDir private Path folder;

  enum Kind {
    LOCAL,
    HDFS,
    S3
  }

  private StoreFiles files(Kind kind) {
    String name = UUID.randomUUID().toString();
    return switch (kind) {
      case LOCAL -> StoreFiles.at(folder.resolve(name).toString(), new Configuration());
      case HDFS -> StoreFiles.at(Hdfs.cluster().getURI() + "/" + name, new Configuration());
      case S3 -> StoreFiles.at(S3Server.BUCKET + "/" + name, S3Server.configuration());
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void createsOnceReplacesAlwaysAndDeletes(Kind kind) {
    StoreFiles files = SerializationUtils.roundtrip(files(kind));
    StoreContract.createsOnceAndReplacesAlways(files);
    files.delete("a/b");
    files.delete("a/b");
    assertThat(files.list("a")).containsExactly("c");
    files.createEmptyFolder("empty");
    assertThat(files.list("empty")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void manyPublishAndReadOneGroupAtOnce(Kind kind) {
    PublishBench.Measured measured =
        new PublishBench(new Artifacts(files(kind)), 16, 16)
            .run(GROUP, Duration.ofSeconds(SECONDS));
    System.err.println(kind + ": " + measured.line());
    if (kind == Kind.S3 && measured.failedReads() > 0) {
      // This server sends a file while a put replaces it, which S3 does not; the id must tell.
      assertThat(measured.firstFailure()).contains("does not match its id");
      assertThat(measured.repeated() + measured.missing()).as(measured.line()).isZero();
      assertThat(measured.stepsBack()).as(measured.line()).isZero();
      assertThat(measured.latestIsNewest()).as(measured.line()).isTrue();
    } else {
      assertThat(measured.sound()).as(measured.line()).isTrue();
    }
    assertThat(measured.published()).isGreaterThan(3);
    assertThat(measured.reads()).isGreaterThan(3);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void latestMovesBackAndAPublisherMovesItOnAgain(Kind kind) {
    VersionedFolder versions = new Artifacts(files(kind)).schedules(GROUP, END);
    assertThat(versions.latest()).isEmpty();
    versions.publish(version -> bytes("one"));
    versions.publish(version -> bytes("two"));
    versions.makeLatest(1);
    assertThat(versions.latest()).contains(bytes("one"));
    assertThat(versions.latestVersion()).contains(1);
    assertThat(versions.publish(version -> bytes("three"))).isEqualTo(3);
    assertThat(versions.latestVersion()).contains(3);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void ensemblesAreWrittenWholeOrNotAtAll(Kind kind) {
    StoreFiles files = files(kind);
    Artifacts artifacts = new Artifacts(files);
    byte[] card = bytes("{}");
    assertThat(artifacts.publishEnsemble(GROUP, "id", Map.of("card.json", card))).isTrue();
    assertThat(artifacts.publishEnsemble(GROUP, "id", Map.of("other", card))).isFalse();
    assertThat(artifacts.groupsWithEnsembles()).containsExactly(GROUP);
    assertThat(artifacts.ensembles(GROUP)).containsExactly("id");
    assertThat(artifacts.readEnsemble(GROUP, "id", "card.json")).contains(card);
    assertThat(artifacts.readEnsemble(GROUP, "id", "other")).isEmpty();

    String path = artifacts.ensemblePath(GROUP, "id") + "/card.json";
    files.replace(path, bytes("{ }"));
    assertThatThrownBy(() -> artifacts.readEnsemble(GROUP, "id", "card.json"))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith(
            path + ": its content does not match SHA256SUMS beside it; expected 44136fa3");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onlyOneHoldsTheStoreAtATime(Kind kind) throws Exception {
    StoreFiles files = files(kind);
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
                        hold -> {
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
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anUpdateThatAnotherOvertookIsMadeAnew(Kind kind) {
    StoreFiles files = files(kind);
    files.replace("latest.json", bytes("old"));
    AtomicInteger asked = new AtomicInteger();
    files.update(
        "latest.json",
        () -> {
          if (asked.incrementAndGet() == 1 && kind != Kind.LOCAL) {
            overtake(kind, files);
          }
          return bytes("asked " + asked);
        });
    assertThat(files.read("latest.json")).contains(bytes("asked " + asked));
    // A mounted file system lets nobody overtake.
    assertThat(asked.get()).isGreaterThanOrEqualTo(kind == Kind.LOCAL ? 1 : 2);
  }

  /** Updates the file although another update is under way, as if that had been suspended. */
  private static void overtake(Kind kind, StoreFiles files) {
    if (kind == Kind.HDFS) {
      age(files.root() + "/.latest.json.staging");
    }
    files.update("latest.json", () -> bytes("newer"));
  }

  /** Makes a file or folder of HDFS an hour old. */
  private static void age(String path) {
    try {
      Hdfs.cluster()
          .getFileSystem()
          .setTimes(
              new org.apache.hadoop.fs.Path(path), System.currentTimeMillis() - 3_600_000, -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoLostTheStoreOnHdfsMustNotCommit() {
    StoreFiles files = files(Kind.HDFS);
    files.exclusively(
        hold -> {
          hold.require();
          age(files.root() + "/.lock");
          files.exclusively(
              other -> {
                other.require();
                assertLost(hold, files);
                return "";
              });
          assertLost(hold, files);
          return "";
        });
  }

  private static void assertLost(StoreHold hold, StoreFiles files) {
    assertThatThrownBy(hold::require)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            files.root()
                + "/.lock was taken over by another process, since this one did not touch it for 3"
                + " minutes; nothing was committed, run the command again");
  }

  @Test
  void takesOverALockThatACrashLeftOnHdfs() {
    StoreFiles files = files(Kind.HDFS);
    files.create(".lock", new byte[0]);
    age(files.root() + "/.lock");
    assertThat(files.<String>exclusively(hold -> "done")).isEqualTo("done");
    assertThat(files.read(".lock")).isEmpty();
  }

  @Test
  void takesOverALockThatACrashLeftOnS3() throws IOException, InterruptedException {
    ObjectFiles files = (ObjectFiles) files(Kind.S3);
    org.apache.hadoop.fs.Path lock = new org.apache.hadoop.fs.Path(files.root() + "/.lock");
    ObjectLock crashed = ObjectLock.take(files, lock, Duration.ofHours(1));
    Thread.sleep(1100);
    try (ObjectLock taken = ObjectLock.take(files, lock, Duration.ofSeconds(1))) {
      assertThat(taken.<String>hold(hold -> "done")).isEqualTo("done");
      crashed.hold(
          hold -> {
            assertLost(hold, files);
            return "";
          });
      // Whom it was taken from must not let go of what another holds.
      crashed.close();
      assertThat(files.read(".lock")).isPresent();
    }
    assertThat(files.read(".lock")).isEmpty();
  }

  @Test
  void aFolderIsWholeOnS3ThoughItsWriterWasKilled() {
    StoreFiles files = files(Kind.S3);
    Map<String, byte[]> first = Map.of("card.json", bytes("a"), "parameters", bytes("b"));
    files.create("e/1/.folder.zip", FolderArchive.write(new TreeMap<>(first)));
    assertThat(files.read("e/1/card.json")).contains(bytes("a"));
    assertThat(files.read("e/1/parameters")).contains(bytes("b"));
    assertThat(files.list("e")).containsExactly("1");
    assertThat(files.createFolder("e/1", Map.of("card.json", bytes("other")))).isFalse();
    assertThat(files.list("e/1")).containsExactly("card.json", "parameters");
    assertThat(files.read("e/1/card.json")).contains(bytes("a"));
  }

  /** A file system that promises nothing. */
  static final class PlainFileSystem extends RawLocalFileSystem {

    @Override
    public String getScheme() {
      return "plain";
    }

    @Override
    public URI getUri() {
      return URI.create("plain:///");
    }
  }

  @Test
  void refusesAFileSystemWithNeitherAtomicRenameNorConditionalPut() {
    Configuration configuration = new Configuration();
    configuration.setClass("fs.plain.impl", PlainFileSystem.class, FileSystem.class);
    String root = "plain://" + folder;
    assertThatThrownBy(() -> StoreFiles.at(root, configuration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "file system plain offers no conditional put and is not known to rename atomically, one"
                + " of which is expected; where it does rename atomically, say --conf"
                + " spark.hadoop.lode.store.atomic-rename=true");
    configuration.setBoolean(StoreFiles.ATOMIC_RENAME, true);
    assertThat(StoreFiles.at(root, configuration)).isInstanceOf(HadoopFiles.class);
  }
}
