package io.lode.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A program, or a module of Python, that some tests need and the product does not.
 *
 * <p>A trial run tells whether it works; each JVM tries once. A test that calls {@link #require} is
 * skipped where the trial fails. It fails instead where {@code LODE_REQUIRE_NAME} is 1, for example
 * {@code LODE_REQUIRE_TORCH=1}: there the program is known to be installed.
 */
public final class OptionalProgram {

  /** Debian's Python: its packages bring the modules. */
  private static final String DEBIAN_PYTHON = "/usr/bin/python3";

  /** A trial that takes longer has failed; PyTorch takes some ten seconds on a busy machine. */
  private static final long TRIAL_SECONDS = 120;

  public static final OptionalProgram PYTHON =
      module(
          "PYTHON",
          "Python 3.9 or later",
          "import sys; assert sys.version_info >= (3, 9), sys.version",
          "apt-get install python3");

  public static final OptionalProgram TORCH =
      module("TORCH", "PyTorch", "import torch", "apt-get install python3-torch");

  public static final OptionalProgram FSSPEC =
      module(
          "FSSPEC",
          "fsspec with requests",
          "import fsspec, requests",
          "apt-get install python3-fsspec python3-requests");

  public static final OptionalProgram PYARROW =
      module("PYARROW", "pyarrow", "import pyarrow.fs", DEBIAN_PYTHON + " -m pip install pyarrow");

  public static final OptionalProgram CHROMIUM =
      new OptionalProgram(
          "CHROMIUM",
          "Chromium",
          "apt-get install chromium",
          System.getenv(),
          List.of(
              List.of("chromium", "--version"),
              List.of("chromium-browser", "--version"),
              List.of("google-chrome", "--version")));

  public static final OptionalProgram SHELLCHECK =
      new OptionalProgram(
          "SHELLCHECK",
          "shellcheck",
          "apt-get install shellcheck",
          System.getenv(),
          List.of(List.of("shellcheck", "--version")));

  private final String variable;
  private final String title;
  private final String install;
  private final Map<String, String> environment;
  private final List<List<String>> trials;
  private String command;
  private String failure;

  /**
   * A program that has not been tried yet.
   *
   * @param name what follows {@code LODE_REQUIRE_}
   * @param title what messages call the program
   * @param install the command that installs the program
   * @param environment where {@code LODE_REQUIRE_NAME} is looked up
   * @param trials command lines; the first that ends with status 0 shows that the program works
   */
  OptionalProgram(
      String name,
      String title,
      String install,
      Map<String, String> environment,
      List<List<String>> trials) {
    this.variable = "LODE_REQUIRE_" + name;
    this.title = title;
    this.install = install;
    this.environment = environment;
    this.trials = trials;
  }

  private static OptionalProgram module(String name, String title, String code, String install) {
    return new OptionalProgram(
        name, title, install, System.getenv(), List.of(List.of(DEBIAN_PYTHON, "-c", code)));
  }

  /**
   * Skips the test that calls this method where the program does not work.
   *
   * @return the program of the first trial that succeeded, as a command
   * @throws org.opentest4j.TestAbortedException the program does not work; the message says why and
   *     how to install it
   * @throws AssertionError the program does not work, and {@code LODE_REQUIRE_NAME} is 1
   */
  public String require() {
    Optional<String> found = command();
    if (found.isEmpty()) {
      // Surefire counts skipped tests, but does not print why.
      Class<?> test =
          StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass();
      System.err.println("[lode] skipped in " + test.getSimpleName() + ": " + failure);
      Assumptions.abort(failure);
    }
    return found.orElseThrow();
  }

  /**
   * The program of the first trial that succeeded; empty where none did.
   *
   * @throws AssertionError the program does not work, and {@code LODE_REQUIRE_NAME} is 1
   */
  public synchronized Optional<String> command() {
    if (command == null && failure == null) {
      tryAll();
    }
    if (command == null && "1".equals(environment.get(variable))) {
      throw new AssertionError(variable + " is 1, but " + failure);
    }
    return Optional.ofNullable(command);
  }

  private void tryAll() {
    for (List<String> trial : trials) {
      Optional<String> failed = failure(trial);
      if (failed.isEmpty()) {
        command = trial.get(0);
        return;
      }
      if (failure == null) {
        failure =
            "%s is missing: '%s' says %s; expected '%s'"
                .formatted(title, String.join(" ", trial), failed.get(), install);
      }
    }
  }

  /** Runs a trial; the last line that a failed trial printed, empty where the trial succeeded. */
  private static Optional<String> failure(List<String> trial) {
    try {
      Path printed = Files.createTempFile("lode-trial", ".txt");
      try {
        return failure(trial, printed);
      } finally {
        Files.delete(printed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + trial + " ran", e);
    }
  }

  private static Optional<String> failure(List<String> trial, Path printed)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(trial)
              .redirectErrorStream(true)
              .redirectOutput(printed.toFile())
              .start();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
    if (!process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return Optional.of("no answer in " + TRIAL_SECONDS + " s");
    }
    if (process.exitValue() == 0) {
      return Optional.empty();
    }
    return Files.readString(printed)
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .or(() -> Optional.of("status " + process.exitValue()));
  }
}
