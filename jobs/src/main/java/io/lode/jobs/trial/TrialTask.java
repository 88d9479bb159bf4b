package io.lode.jobs.trial;

import io.lode.jobs.spark.TaskDevice;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/**
 * Runs one trial in the Spark task that it is called in.
 *
 * <p>An attempt runs in a folder of its own whose name starts with a dot, so that no ingest reads
 * it; once the program ended well, {@code trial.json} is written there and the folder gets the
 * trial's name in one step. Whatever crashes before leaves the trial to be done again.
 *
 * @param command what runs
 * @param folder where the trials' folders lie, on a file system that all executors see
 */
record TrialTask(TrialCommand command, String folder) implements Serializable {

  private static final int OUTPUT_TAIL = 4096;
  private static final String OUTPUT = "output.txt";

  /**
   * What came of a trial.
   *
   * @param trial its name
   * @param failure why it failed, in one line, or null
   */
  record Done(String trial, String failure) implements Serializable {}

  Done run(Trial trial) {
    String failure = null;
    try {
      for (int attempt = 1; attempt <= command.attempts(); attempt++) {
        failure = attempt(trial, attempt);
        if (failure == null) {
          break;
        }
      }
    } catch (IOException e) {
      failure = "its folder cannot be written: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = "interrupted";
    }
    return new Done(trial.name(), failure);
  }

  private String attempt(Trial trial, int attempt) throws IOException, InterruptedException {
    Path at = Path.of(folder).resolve(".running-" + trial.name() + "-" + UUID.randomUUID());
    Files.createDirectories(at);
    long start = System.nanoTime();
    String failure = execute(trial, at);
    double seconds = (System.nanoTime() - start) * 1e-9;
    if (failure != null) {
      Path failed = Path.of(folder).resolve(".failed-" + trial.name() + "-" + attempt);
      FileUtils.deleteDirectory(failed.toFile());
      Files.move(at, failed);
      return failure + " (its output is in " + failed.resolve(OUTPUT) + ")";
    }
    new TrialRecord(
            trial.name(),
            trial.settings(),
            trial.seed(),
            command.digest(trial),
            attempt,
            seconds,
            TaskDevice.name())
        .write(at);
    Files.move(at, Path.of(folder).resolve(trial.name()), StandardCopyOption.ATOMIC_MOVE);
    return null;
  }

  /** Why the program failed, or null. */
  private String execute(Trial trial, Path at) throws IOException, InterruptedException {
    String device = TaskDevice.name();
    Map<String, String> values = command.values(trial, at.toString(), device);
    ProcessBuilder builder =
        new ProcessBuilder(command.filled(values))
            .directory(Path.of(command.workingFolder()).toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(at.resolve(OUTPUT).toFile());
    if (device.startsWith(TaskDevice.GPU)) {
      builder.environment().put("CUDA_VISIBLE_DEVICES", device.substring(TaskDevice.GPU.length()));
    }
    command
        .environment()
        .forEach((name, value) -> builder.environment().put(name, value.fill(values)));
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return "the program cannot be started: " + e.getMessage();
    }
    try {
      if (!process.waitFor(command.timeLimitMillis(), TimeUnit.MILLISECONDS)) {
        return "it took longer than the time limit of " + command.timeLimitMillis() / 1000.0 + " s";
      }
      return process.exitValue() == 0
          ? null
          : "exit status " + process.exitValue() + ": " + lastLine(at.resolve(OUTPUT));
    } finally {
      // Also what the program started itself; after its end there is nothing to do.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String lastLine(Path output) throws IOException {
    byte[] bytes = Files.readAllBytes(output);
    int first = Math.max(0, bytes.length - OUTPUT_TAIL);
    List<String> lines =
        new String(bytes, first, bytes.length - first, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1).strip();
  }
}
