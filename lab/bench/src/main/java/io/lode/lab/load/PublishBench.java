package io.lode.lab.load;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.world.SampleSchedule;
import io.lode.trajectory.GroupKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Many publishers and many polling readers on the schedules of one group.
 *
 * @param artifacts of the store
 * @param publishers threads that publish version after version
 * @param readers threads that read the latest version, and one of the others, over and over
 */
public record PublishBench(Artifacts artifacts, int publishers, int readers) {

  private static final Horizon HORIZON = new Horizon(1);

  /**
   * What came of it.
   *
   * @param published versions that publishers were told they wrote
   * @param repeated numbers that two publishers were told
   * @param missing numbers between 1 and the newest that the store does not hold
   * @param reads of a latest version or another one, each with its id checked
   * @param failedReads reads that threw: a torn file, a wrong checksum, a file that vanished
   * @param firstFailure of them, or null
   * @param stepsBack reads of a latest version older than the one that the same reader saw before
   * @param latestIsNewest whether in the end the latest version is the newest
   */
  public record Measured(
      int publishers,
      int readers,
      double seconds,
      int published,
      int repeated,
      int missing,
      long reads,
      long failedReads,
      String firstFailure,
      long stepsBack,
      boolean latestIsNewest) {

    /** Whether nothing was repeated, missing or torn, and no reader was taken back in time. */
    public boolean sound() {
      return repeated == 0 && missing == 0 && failedReads == 0 && stepsBack == 0 && latestIsNewest;
    }

    /** A line for people. */
    public String line() {
      return String.format(
          Locale.ROOT,
          "%d publishers, %d readers, %.0f s: %d versions, %d numbers repeated, %d missing; %d reads,"
              + " %d failed%s, %d saw an older latest version than before; the latest version is%s"
              + " the newest",
          publishers,
          readers,
          seconds,
          published,
          repeated,
          missing,
          reads,
          failedReads,
          firstFailure == null ? "" : " (" + firstFailure + ")",
          stepsBack,
          latestIsNewest ? "" : " not");
    }
  }

  /** What one reader saw. */
  private record Seen(long reads, long failed, String firstFailure, long stepsBack) {}

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no publisher or no reader
   */
  public PublishBench {
    if (publishers < 1 || readers < 1) {
      throw new IllegalArgumentException(
          "publishers and readers must be at least 1, found " + publishers + " and " + readers);
    }
  }

  /** Publishes and reads for a time, each at least once, in a group that is new to the store. */
  public Measured run(GroupKey group, Duration time) {
    VersionedFolder folder = artifacts.schedules(group, HORIZON);
    ExecutorService threads = Executors.newFixedThreadPool(publishers + readers);
    try {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      List<Future<List<Integer>>> publishing = new ArrayList<>();
      List<Future<Seen>> reading = new ArrayList<>();
      for (int i = 0; i < publishers; i++) {
        String name = "publisher " + i;
        publishing.add(threads.submit(() -> publish(folder, group, name, end)));
      }
      for (int i = 0; i < readers; i++) {
        reading.add(threads.submit(() -> read(folder, end)));
      }
      List<Integer> published = new ArrayList<>();
      for (Future<List<Integer>> one : publishing) {
        published.addAll(one.get());
      }
      List<Seen> seen = new ArrayList<>();
      for (Future<Seen> one : reading) {
        seen.add(one.get());
      }
      return measured(folder, published, seen, (System.nanoTime() - start) * 1e-9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while publishing", e);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Measured measured(
      VersionedFolder folder, List<Integer> published, List<Seen> seen, double seconds) {
    List<Integer> held = folder.versions();
    int newest = held.isEmpty() ? 0 : held.get(held.size() - 1);
    return new Measured(
        publishers,
        readers,
        seconds,
        published.size(),
        published.size() - new HashSet<>(published).size(),
        (int) IntStream.rangeClosed(1, newest).filter(v -> !held.contains(v)).count(),
        seen.stream().mapToLong(Seen::reads).sum(),
        seen.stream().mapToLong(Seen::failed).sum(),
        seen.stream().map(Seen::firstFailure).filter(f -> f != null).findFirst().orElse(null),
        seen.stream().mapToLong(Seen::stepsBack).sum(),
        folder.latestVersion().filter(latest -> latest == newest).isPresent());
  }

  private static List<Integer> publish(
      VersionedFolder folder, GroupKey group, String name, long end) {
    List<Integer> published = new ArrayList<>();
    do {
      ScheduleArtifact artifact =
          SampleSchedule.of(
              group, HORIZON, name + ", number " + published.size(), Instant.now().toString());
      published.add(
          folder.publish(version -> ScheduleArtifactJson.write(artifact.withVersion(version))));
    } while (System.nanoTime() < end);
    return published;
  }

  private static Seen read(VersionedFolder folder, long end) {
    long reads = 0;
    long failed = 0;
    long stepsBack = 0;
    String firstFailure = null;
    int before = 0;
    while (System.nanoTime() < end || reads + failed == 0) {
      try {
        Optional<byte[]> latest = folder.latest();
        if (latest.isEmpty()) {
          if (before > 0) {
            throw new IllegalStateException("latest.json vanished");
          }
          continue;
        }
        reads++;
        int version = ScheduleArtifactJson.read(latest.get(), "latest.json").version();
        stepsBack += version < before ? 1 : 0;
        before = version;
        // Any version up to this one was published whole.
        int other = 1 + (int) (reads % version);
        byte[] content =
            folder
                .read(other)
                .orElseThrow(() -> new IllegalStateException("version " + other + " vanished"));
        reads++;
        ScheduleArtifactJson.read(content, folder.path(other));
      } catch (RuntimeException e) {
        failed++;
        firstFailure = firstFailure == null ? String.valueOf(e.getMessage()) : firstFailure;
      }
    }
    return new Seen(reads, failed, firstFailure, stepsBack);
  }
}
