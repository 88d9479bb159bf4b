package io.lode.lab.fault;

import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.cli.Lode;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.CommitGap;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.lab.world.SampleSchedule;
import io.lode.trajectory.GroupKey;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;

/**
 * Does work on a store in a process that is watched in every gap: it runs a command of the product,
 * or writes what one group publishes in a night.
 */
final class GapProgram {

  static final GroupKey GROUP = new GroupKey("m", "d", "o");
  static final Horizon END = new Horizon(1);

  /** The work that is no command of the product. */
  static final String PUBLISH = "publish";

  private static final String OF_HADOOP = "spark.hadoop.";

  private GapProgram() {}

  /**
   * Works.
   *
   * @param arguments {@code halt} and the number of a gap, {@code list} and a file for the names of
   *     gaps, or {@code copy,FIRST,EVERY} and such a file; the store's root; a file of Spark's
   *     properties; then {@link #PUBLISH} or the arguments of a command
   */
  public static void main(String[] arguments) throws IOException {
    Configuration configuration = configuration(Path.of(arguments[3]));
    Configuration direct = new Configuration(configuration);
    direct.unset("fs." + new org.apache.hadoop.fs.Path(arguments[2]).toUri().getScheme() + ".impl");
    direct.unset("fs.file.impl");
    CommitGap.watch(watch(arguments, direct));
    String[] work = Arrays.copyOfRange(arguments, 4, arguments.length);
    if (work[0].equals(PUBLISH)) {
      publish(StoreFiles.at(arguments[2], configuration));
      // Clients of file systems leave threads behind.
      System.exit(0);
    }
    Lode.main(work);
  }

  private static GapWatch watch(String[] arguments, Configuration direct) {
    return switch (arguments[0]) {
      case "halt" -> new GapWatch.Halt(Integer.parseInt(arguments[1]));
      case "list" -> new GapWatch.Listing(Path.of(arguments[1]));
      default -> {
        String[] tried = arguments[0].split(",", 3);
        yield new GapWatch.Copying(
            new GapWatch.Listing(Path.of(arguments[1])),
            arguments[2],
            direct,
            Integer.parseInt(tried[1]),
            Integer.parseInt(tried[2]));
      }
    };
  }

  private static Configuration configuration(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Configuration configuration = new Configuration();
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(OF_HADOOP)) {
        configuration.set(name.substring(OF_HADOOP.length()), properties.getProperty(name));
      }
    }
    return configuration;
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
