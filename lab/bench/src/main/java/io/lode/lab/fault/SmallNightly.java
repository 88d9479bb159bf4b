package io.lode.lab.fault;

import io.lode.jobs.cli.Lode;
import io.lode.jobs.cli.options.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code nightly} as small as it gets: what a fault hits is then the pipeline rather than the
 * fits.
 *
 * @param cluster whose scripts start it
 * @param logs what it ingests
 * @param outputs a folder for its output
 */
record SmallNightly(LoopbackCluster cluster, Path logs, Path outputs) {

  private static final long PATIENCE_MINUTES = 10;

  private static final List<String> PROPERTIES =
      List.of(
          "spark.executor.memory=700m",
          "spark.ui.enabled=false",
          "spark.default.parallelism=2",
          "spark.sql.shuffle.partitions=2");

  private static final List<String> SETTINGS =
      List.of("train.members=2", "train.starts=1", "train.held-out=false");

  /**
   * Starts it in a process of its own.
   *
   * @param master where it runs
   * @param store a URI
   * @param properties of Spark, each {@code key=value}
   * @param name of the file with its output
   */
  Process start(String master, String store, List<String> properties, String name) {
    return cluster.launch(
        arguments(master, store, properties),
        outputs.resolve("driver.jsa"),
        outputs.resolve(name + ".log"));
  }

  /** Runs it in this process, on a local master, and gives its exit status. */
  int run(String store, String name) {
    // Spark takes these from the first run, whose session the others join.
    List<String> arguments = arguments("local[2]", store, ofFaultyStore());
    try (PrintStream stream =
        new PrintStream(
            Files.newOutputStream(outputs.resolve(name + ".log")), true, StandardCharsets.UTF_8)) {
      return Lode.run(new Console(stream, stream), arguments.toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> arguments(String master, String store, List<String> properties) {
    List<String> arguments =
        new ArrayList<>(
            List.of("nightly", "--source", "csv", "--input", logs.toString(), "--store", store));
    arguments.addAll(List.of("--master", master, "--horizon", "1.0"));
    SETTINGS.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    PROPERTIES.forEach(property -> arguments.addAll(List.of("--conf", property)));
    properties.forEach(property -> arguments.addAll(List.of("--conf", property)));
    return arguments;
  }

  /** The properties under which a store of the scheme {@link FaultyFileSystem#SCHEME} is found. */
  static List<String> ofFaultyStore() {
    String scheme = FaultyFileSystem.SCHEME + ".impl=";
    return List.of(
        "spark.hadoop.fs." + scheme + FaultyFileSystem.class.getName(),
        "spark.hadoop.fs.AbstractFileSystem." + scheme + FaultyFs.class.getName(),
        "spark.hadoop.lode.store.atomic-rename=true");
  }

  /** Waits for one to end and gives its exit status. */
  static int finish(Process process) {
    try {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("a run took over " + PATIENCE_MINUTES + " minutes");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while nightly runs", e);
    }
  }
}
