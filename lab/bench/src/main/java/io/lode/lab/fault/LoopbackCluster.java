package io.lode.lab.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * The scripts, and the cluster on loopback that they start.
 *
 * @param home where LODE is installed
 * @param folder where the cluster's logs and process ids are kept
 */
record LoopbackCluster(Path home, Path folder) {

  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  /** For processes that live for seconds: most of their time would go into compiling. */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  /** Starts it, master and two workers, and gives its URL. */
  String start(int port) {
    run("cluster", List.of("start", "--gpus", "0", "--port", String.valueOf(port)));
    try {
      return Files.readString(folder.resolve("master-url")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops what runs of it. */
  void stop() {
    run("cluster", List.of("stop"));
  }

  /** Starts workers again that are gone. */
  void mend() {
    run("cluster", List.of("mend"));
  }

  /** Deletes what executors that are gone left: a copy of the jar each, and logs. */
  void forgetWork() {
    try {
      FileUtils.deleteDirectory(folder.resolve("work").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The workers that run. */
  List<ProcessHandle> workers() {
    List<ProcessHandle> workers = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(LoopbackCluster::isOfWorker).sorted().toList()) {
        long pid = Long.parseLong(Files.readString(file).split(" ", 2)[0]);
        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).ifPresent(workers::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return workers;
  }

  /** The executors that run. */
  List<ProcessHandle> executors() {
    return workers().stream()
        .flatMap(ProcessHandle::descendants)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(EXECUTOR))
        .toList();
  }

  /**
   * Starts the launcher, which goes on by itself.
   *
   * <p>The first process leaves an archive of its classes when it ends, with which those that
   * follow start faster.
   *
   * @param archive a file, one for each class path
   * @param output a file for all it prints
   */
  Process launch(List<String> arguments, Path archive, Path output) {
    String flag = Files.exists(archive) ? "SharedArchiveFile" : "ArchiveClassesAtExit";
    return launch("lode", arguments, SHORT_LIVED + " '-XX:" + flag + "=" + archive + "'", output);
  }

  /**
   * The jar of the lab, which the launcher of the product does not know.
   *
   * @throws IllegalStateException if it was not built
   */
  Path jar() {
    Path target = home.resolve("lab/bench/target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("lode-lab-bench-.*SNAPSHOT\\.jar"))
          .findAny()
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "no lode-lab-bench-*.jar in " + target + "; run mvn package"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch(String script, List<String> arguments, String options, Path output) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("submit-scripts").resolve(script).toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("LODE_NO_BUILD", "1");
    builder.environment().put("LODE_DRIVER_MEMORY", "1g");
    builder.environment().put("JAVA_TOOL_OPTIONS", options);
    builder.environment().put("LODE_CLUSTER_DIR", folder.toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String script, List<String> arguments) {
    try {
      Path output = Files.createTempFile("lode-cluster", ".log");
      int status = launch(script, arguments, SHORT_LIVED, output).waitFor();
      String text = Files.readString(output);
      Files.delete(output);
      if (status != 0) {
        throw new IllegalStateException(
            script + " " + arguments + " ended with status " + status + ": " + text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + script + " runs", e);
    }
  }

  private static boolean isOfWorker(Path file) {
    return file.getFileName().toString().matches("worker-\\d+\\.pid");
  }
}
