package io.lode.lab.fault;

import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.GroupKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads every latest schedule of a store over and over, as training jobs do, until it is stopped.
 */
final class PollingReader {

  private static final long PAUSE_MILLIS = 20;

  private final Artifacts artifacts;
  private final Thread thread;

  /** The version that was seen last, by folder. */
  private final Map<String, Integer> seen = new HashMap<>();

  private volatile boolean closed;
  private long reads;
  private long failed;
  private String firstFailure;

  PollingReader(Path store) {
    artifacts = new Artifacts(StoreFiles.at(store.toString(), new Configuration()));
    thread = new Thread(this::poll, "polling-reader");
    thread.setDaemon(true);
    thread.start();
  }

  private void poll() {
    boolean last;
    do {
      // Once more after it is told to end: what was published last is read, too.
      last = closed;
      try {
        for (GroupKey group : artifacts.groupsWithSchedules()) {
          for (Horizon horizon : artifacts.horizons(group)) {
            read(artifacts.schedules(group, horizon));
          }
        }
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        failed++;
        firstFailure = firstFailure == null ? String.valueOf(e.getMessage()) : firstFailure;
      }
    } while (!last);
  }

  private void read(VersionedFolder folder) {
    Optional<byte[]> latest = folder.latest();
    if (latest.isPresent()) {
      reads++;
      String name = folder.folder() + "/latest.json";
      int version = ScheduleArtifactJson.read(latest.get(), name).version();
      Integer before = seen.put(folder.folder(), version);
      if (before != null && before > version) {
        throw new IllegalStateException(name + " went back from " + before + " to " + version);
      }
    } else if (seen.containsKey(folder.folder())) {
      throw new IllegalStateException(folder.folder() + "/latest.json vanished");
    }
  }

  /** Reads that were made, their checksums compared. */
  long reads() {
    return reads;
  }

  /** Those that failed. */
  long failed() {
    return failed;
  }

  /** Why the first of them failed, or null. */
  String firstFailure() {
    return firstFailure;
  }

  /** Ends it, if it has not ended. */
  void stop() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
