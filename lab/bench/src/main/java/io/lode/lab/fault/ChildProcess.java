package io.lode.lab.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a class of this process's class path in a process of its own.
 *
 * @param output a file for all it prints
 * @param archive a file of its classes, which the first process leaves behind where Java can make
 *     one of this class path
 */
record ChildProcess(Path output, Path archive) {

  private static final long PATIENCE_MINUTES = 60;

  /**
   * Waits for the process and gives its exit status.
   *
   * @param program a class with a main method
   */
  int run(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-D"))
        .forEach(command::add);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"));
    command.add("-Xlog:disable");
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    if (ofJars(classes)) {
      boolean first = !Files.exists(archive);
      command.add((first ? "-XX:ArchiveClassesAtExit=" : "-XX:SharedArchiveFile=") + archive);
    }
    command.addAll(List.of("-cp", classes, program));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(
            program + " took over " + PATIENCE_MINUTES + " minutes: " + text());
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + program + " runs", e);
    }
  }

  /** Java makes no archive of a class path with folders. */
  private static boolean ofJars(String classes) {
    return Arrays.stream(classes.split(File.pathSeparator)).allMatch(path -> path.endsWith(".jar"));
  }

  /** What the last process printed. */
  String text() {
    try {
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
