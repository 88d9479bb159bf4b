package io.lode.jobs.trial;

import io.lode.jobs.UsageException;
import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.progress.Progress;
import io.lode.jobs.progress.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/** Runs trials, one a Spark task, each on the core or GPU of its task; what is finished stays. */
public final class Trials {

  /** Folder of the trials of a sweep. */
  public static final String SWEEP = "sweep";

  private final SparkSession spark;
  private final TrialDefinition definition;
  private final Progress progress;

  /**
   * What came of a list of trials.
   *
   * @param finished that are finished now, in the order of the list
   * @param before how many of them had been finished before
   * @param failures why the others are not, by trial
   */
  public record Report(List<Trial> finished, int before, Map<String, String> failures) {}

  /**
   * Prepares to run trials.
   *
   * @param definition whose command runs and in whose folder
   * @param progress takes a line at a time
   */
  public Trials(SparkSession spark, TrialDefinition definition, Progress progress) {
    this.spark = spark;
    this.definition = definition;
    this.progress = progress;
  }

  /** Where a list of trials has its folders: below it lie their logs. */
  public Path folder(String part) {
    return definition.folder().resolve(part);
  }

  /** Where the trials' program runs. */
  public Path workingFolder() {
    return definition.workingFolder();
  }

  /**
   * Runs those that are not finished.
   *
   * @param part of the folder that holds them, such as {@code sweep}
   * @throws UsageException if the command names what a trial has no value for, its working folder
   *     does not exist, or a trial was finished by another command
   */
  public Report run(String part, List<Trial> trials) {
    if (!Files.isDirectory(definition.workingFolder())) {
      throw new UsageException(
          "trial file "
              + definition.name()
              + ": working-folder "
              + definition.workingFolder()
              + " is no folder");
    }
    TrialCommand command = TrialCommand.of(definition);
    List<Trial> open = new ArrayList<>();
    for (Trial trial : trials) {
      if (!finished(command, part, trial)) {
        open.add(trial);
      }
    }
    Map<String, String> failures = new TreeMap<>();
    if (!open.isEmpty()) {
      create(folder(part));
      TrialTask task = new TrialTask(command, folder(part).toString());
      LongAccumulator done = spark.sparkContext().longAccumulator(part);
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      try (Stage stage = progress.stage(part, "trials", open.size(), done::value)) {
        context
            .parallelize(open, open.size())
            .map(
                trial -> {
                  TrialTask.Done result = task.run(trial);
                  done.add(1);
                  return result;
                })
            .collect()
            .stream()
            .filter(result -> result.failure() != null)
            .forEach(result -> failures.put(result.trial(), result.failure()));
        progress.accept(stage.line());
      }
    }
    return new Report(
        trials.stream().filter(trial -> !failures.containsKey(trial.name())).toList(),
        trials.size() - open.size(),
        failures);
  }

  private boolean finished(TrialCommand command, String part, Trial trial) {
    String digest;
    try {
      digest = command.digest(trial);
    } catch (IllegalArgumentException e) {
      throw new UsageException("trial file " + definition.name() + ": " + e.getMessage(), e);
    }
    Optional<TrialRecord> record = TrialRecord.read(folder(part).resolve(trial.name()));
    if (record.isPresent() && !record.get().command().equals(digest)) {
      throw new UsageException(
          "trial "
              + trial.name()
              + " in "
              + folder(part)
              + " was run by another command; name another folder, or remove it");
    }
    return record.isPresent();
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
