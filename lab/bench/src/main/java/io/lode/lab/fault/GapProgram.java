package io.lode.jobs.store;

import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.world.SampleSchedule;
import io.lode.trajectory.GroupKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Writes what one group publishes in a night, in a process that can be killed in every gap. */
final class GapProgram {

  static final GroupKey GROUP = new GroupKey("m", "d", "o");
  static final Horizon END = new Horizon(1);
  private static final String PREFIX = "gap.";

  private GapProgram() {}

  /** Publishes into the store at the first argument; properties {@code gap.*} are Hadoop's. */
  public static void main(String[] arguments) {
    Configuration configuration = new Configuration();
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(
            name -> configuration.set(name.substring(PREFIX.length()), System.getProperty(name)));
    publish(StoreFiles.at(arguments[0], configuration));
    // Clients of file systems leave threads behind.
    System.exit(0);
  }

  /** What a night does; done twice it changes nothing. */
  static void publish(StoreFiles files) {
    Artifacts artifacts = new Artifacts(files);
    byte[] card = "{}".getBytes(StandardCharsets.UTF_8);
    artifacts.publishEnsemble(
        GROUP, "0123456789abcdef", Map.of("card.json", card, "parameters.safetensors", card));
    new ScheduleVersions(artifacts.schedules(GROUP, END))
        .publish(SampleSchedule.of(GROUP, END, "second", "2026-01-02T00:00:00Z"));
    VersionedFolder state = artifacts.state(GROUP, END);
    if (state.latest().filter(now -> Arrays.equals(now, card)).isEmpty()) {
      state.publish(
          version -> state.read(version).filter(now -> Arrays.equals(now, card)).isPresent(),
          version -> card);
    }
    files.replace("deliveries/latest.json", card);
  }

  /** The version that is there before. */
  static void first(StoreFiles files) {
    new Artifacts(files)
        .schedules(GROUP, END)
        .publish(
            version ->
                ScheduleArtifactJson.write(
                    SampleSchedule.of(GROUP, END, "first", "2026-01-01T00:00:00Z")
                        .withVersion(version)));
  }
}
