package io.lode.jobs.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.forecast.Horizon;
import io.lode.jobs.store.StoreContract;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFilesTest {

  private static final GroupKey GROUP = new GroupKey("m", "d", "o");
  private static final Horizon END = new Horizon(1);

  @TempDir private Path folder;

  private enum Kind {
    LOCAL,
    HADOOP
  }

  private StoreFiles files(Kind kind) {
    return kind == Kind.LOCAL
        ? StoreFiles.at(folder.toString(), new Configuration())
        : new HadoopFiles(URI.create("file:" + folder), new Configuration());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void leavesNothingHalfWrittenBehindWhereAWriteFails(Kind kind) throws IOException {
    StoreFiles files = files(kind);
    Map<String, byte[]> second = new TreeMap<>();
    second.put("a", bytes("1"));
    second.put("b".repeat(300), bytes("2"));
    assertThatThrownBy(() -> files.createFolder("f/folder", second))
        .hasMessageContaining("File name too long");
    assertThatThrownBy(() -> files.create("f/" + "c".repeat(300), bytes("1")))
        .hasMessageContaining("File name too long");
    assertThatThrownBy(() -> files.replace("f/" + "c".repeat(300), bytes("1")))
        .hasMessageContaining("File name too long");
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    try (Stream<Path> left = Files.list(folder.resolve("f"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void oldLeftoversOfKilledProcessesAreDeletedAndNothingElse() throws IOException {
    List<String> old =
        List.of(
            "runs/a/.tmp-1",
            "ensembles/g/.tmp-2/card.json",
            ".tmp-3",
            "runs/a/part-000001.jsonl",
            "runs/a/.logger",
            "observations/metadata/.tmp-4",
            "observations/data/.tmp-5");
    for (String path : old) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
    Instant before = Instant.now().minusSeconds(3600);
    for (String path :
        List.of(
            "runs/a/.tmp-1",
            "ensembles/g/.tmp-2",
            ".tmp-3",
            "runs/a/part-000001.jsonl",
            "observations/metadata/.tmp-4")) {
      Files.setLastModifiedTime(folder.resolve(path), FileTime.from(before.minusSeconds(1)));
    }
    Files.writeString(folder.resolve("runs/a/.tmp-young"), "x");
    Leftovers leftovers = new Leftovers("file:" + folder, new Configuration());
    assertThat(leftovers.deleteBefore(before)).isEqualTo(3);
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()))
          .containsExactlyInAnyOrder(
              "runs/a/.tmp-young",
              "runs/a/part-000001.jsonl",
              "runs/a/.logger",
              "observations/metadata/.tmp-4",
              "observations/data/.tmp-5");
    }
    assertThat(
            new Leftovers("file:" + folder + "/nowhere", new Configuration()).deleteBefore(before))
        .isZero();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void createsOnceAndReplacesAlways(Kind kind) {
    StoreContract.createsOnceAndReplacesAlways(files(kind));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void writesAFolderWholeOrNotAtAll(Kind kind) {
    StoreFiles files = files(kind);
    assertThat(files.createFolder("e/1", Map.of("card.json", bytes("a"), "x/y", bytes("b"))))
        .isTrue();
    assertThat(files.createFolder("e/1", Map.of("card.json", bytes("other")))).isFalse();
    assertThat(files.list("e")).containsExactly("1");
    assertThat(files.read("e/1/card.json")).contains(bytes("a"));
    assertThat(files.read("e/1/x/y")).contains(bytes("b"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void travelsToExecutors(Kind kind) {
    StoreFiles files = SerializationUtils.roundtrip(files(kind));
    files.replace("a", bytes("1"));
    assertThat(files.read("a")).contains(bytes("1"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void publishersAtOnceMakeAVersionEach(Kind kind) throws Exception {
    VersionedFolder versions = new Artifacts(files(kind)).schedules(GROUP, END);
    // Hadoop's local file system, unlike HDFS, does not rename atomically.
    int publishers = kind == Kind.LOCAL ? 8 : 1;
    int each = 5;
    List<Integer> published = publishAtOnce(versions, publishers, each);
    List<Integer> all = IntStream.rangeClosed(1, publishers * each).boxed().toList();
    assertThat(new TreeSet<>(published)).containsExactlyElementsOf(all);
    assertThat(versions.versions()).isEqualTo(all);
    for (int version : all) {
      assertThat(versions.read(version)).contains(bytes("version " + version));
    }
    assertThat(versions.latestVersion()).contains(publishers * each);
  }

  private static List<Integer> publishAtOnce(VersionedFolder versions, int publishers, int each)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(publishers);
    try {
      List<Future<List<Integer>>> futures = new ArrayList<>();
      for (int i = 0; i < publishers; i++) {
        futures.add(
            threads.submit(
                () ->
                    IntStream.range(0, each)
                        .mapToObj(n -> versions.publish(version -> bytes("version " + version)))
                        .toList()));
      }
      List<Integer> published = new ArrayList<>();
      for (Future<List<Integer>> future : futures) {
        published.addAll(future.get());
      }
      return published;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void readersSeeWholeFilesWhileALatestOneIsReplaced() throws Exception {
    StoreFiles files = files(Kind.LOCAL);
    byte[] small = "a".repeat(10).getBytes(UTF_8);
    byte[] large = "b".repeat(1_000_000).getBytes(UTF_8);
    files.replace("latest", small);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          threads.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  files.replace("latest", i % 2 == 0 ? large : small);
                }
              });
      while (!writer.isDone()) {
        assertThat(files.read("latest").orElseThrow().length).isIn(small.length, large.length);
      }
      writer.get();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void latestMovesBackAndAPublisherMovesItOnAgain() {
    VersionedFolder versions = new Artifacts(files(Kind.LOCAL)).state(GROUP, END);
    assertThat(versions.latest()).isEmpty();
    assertThat(versions.latestVersion()).isEmpty();
    versions.publish(version -> bytes("one"));
    versions.publish(version -> bytes("two"));
    versions.makeLatest(1);
    assertThat(versions.latest()).contains(bytes("one"));
    assertThat(versions.latestVersion()).contains(1);
    assertThat(versions.publish(version -> bytes("three"))).isEqualTo(3);
    assertThat(versions.latestVersion()).contains(3);
    assertThatThrownBy(() -> versions.makeLatest(9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "state/model=m/dataset=d/optimizer=o/horizon=1.0 has no version 9, found [1, 2, 3]");
  }

  @Test
  void publishesOnlyWhatTheNewestVersionDoesNotSay() {
    VersionedFolder versions = new Artifacts(files(Kind.LOCAL)).state(GROUP, END);
    assertThat(publishUnlessSaid(versions, "one")).isEqualTo(1);
    assertThat(publishUnlessSaid(versions, "one")).isEqualTo(1);
    assertThat(publishUnlessSaid(versions, "two")).isEqualTo(2);
    assertThat(publishUnlessSaid(versions, "one")).isEqualTo(3);
    assertThat(versions.versions()).containsExactly(1, 2, 3);
    assertThat(versions.latestVersion()).contains(3);
  }

  @Test
  void finishesWhatAPublisherLeftThatEndedBeforeItMovedLatest() {
    StoreFiles files = files(Kind.LOCAL);
    VersionedFolder versions = new Artifacts(files).state(GROUP, END);
    files.create(versions.path(1), bytes("one"));
    assertThat(versions.latest()).isEmpty();
    assertThat(publishUnlessSaid(versions, "one")).isEqualTo(1);
    assertThat(versions.latest()).contains(bytes("one"));
    files.create(versions.path(2), bytes("two"));
    assertThat(publishUnlessSaid(versions, "three")).isEqualTo(3);
    assertThat(versions.latest()).contains(bytes("three"));
    assertThat(versions.versions()).containsExactly(1, 2, 3);
  }

  private static int publishUnlessSaid(VersionedFolder versions, String text) {
    return versions.publish(
        version ->
            versions.read(version).filter(said -> Arrays.equals(said, bytes(text))).isPresent(),
        version -> bytes(text));
  }

  @Test
  void ignoresWhatACrashLeftBehind() throws IOException {
    Artifacts artifacts = new Artifacts(files(Kind.LOCAL));
    VersionedFolder versions = artifacts.schedules(GROUP, END);
    versions.publish(version -> bytes("one"));
    Path schedules = folder.resolve(versions.folder());
    Files.writeString(schedules.resolve(".tmp-123"), "half a sche");
    Files.writeString(schedules.resolve("v12.json"), "not a version");
    assertThat(versions.versions()).containsExactly(1);
    assertThat(versions.publish(version -> bytes("two"))).isEqualTo(2);
    artifacts.publishEnsemble(GROUP, "good", Map.of("card.json", bytes("{}")));
    Files.createDirectories(folder.resolve("ensembles/" + GROUP.path() + "/.tmp-456"));
    assertThat(artifacts.ensembles(GROUP)).containsExactly("good");
  }

  @Test
  void leavesNothingBesideWhatItPublished() throws IOException {
    Artifacts artifacts = new Artifacts(files(Kind.LOCAL));
    VersionedFolder versions = artifacts.schedules(GROUP, END);
    versions.publish(version -> bytes("one"));
    artifacts.publishEnsemble(GROUP, "id", Map.of("card.json", bytes("{}")));
    artifacts.publishEnsemble(GROUP, "id", Map.of("card.json", bytes("{}")));
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile).map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "v000001.json", "latest.json", "card.json", "SHA256SUMS", ".updates");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../x",
        "a/b=c",
        "weird \"quotes\" {a,b}*?:#%",
        "..",
        "new\nline",
        "%2F+ &",
        "日本語"
      })
  void hostileNamesStayInTheirFolders(String name) throws IOException {
    for (Kind kind : Kind.values()) {
      Artifacts artifacts = new Artifacts(files(kind));
      GroupKey group = new GroupKey(name, name, name);
      artifacts.schedules(group, END).publish(version -> bytes("s"));
      artifacts.schedules(group, new Horizon(0.5)).publish(version -> bytes("h"));
      artifacts.publishEnsemble(group, "id", Map.of("card.json", bytes("e")));
      assertThat(artifacts.groupsWithSchedules()).containsExactly(group);
      assertThat(artifacts.groupsWithEnsembles()).containsExactly(group);
      assertThat(artifacts.horizons(group)).containsExactly(new Horizon(0.5), END);
      assertThat(artifacts.schedules(group, END).latest()).contains(bytes("s"));
      assertThat(artifacts.readEnsemble(group, "id", "card.json")).contains(bytes("e"));
    }
    try (Stream<Path> top = Files.list(folder)) {
      assertThat(top.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("schedules", "ensembles", ".updates");
    }
  }

  @Test
  void refusesPathsThatLeaveTheStore() {
    StoreFiles files = files(Kind.LOCAL);
    for (String path : List.of("../x", "/x", "a//b", "a/./b", "")) {
      assertThatThrownBy(() -> files.replace(path, bytes("x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a path in the store must be names joined by /, found '" + path + "'");
    }
  }
}
