package io.lode.lab.load;

import io.lode.jobs.JobException;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.conf.source.SourceFile;
import io.lode.jobs.ingest.inspect.Inspected;
import io.lode.jobs.ingest.inspect.Inspection;
import io.lode.jobs.ingest.inspect.Question;
import io.lode.jobs.pipeline.Ingest;
import io.lode.jobs.pipeline.Inspect;
import io.lode.jobs.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Ingests logs by the source files that {@code inspect} writes, without an edit, and by one that a
 * person wrote, and compares the rows of each log file in the two stores.
 */
public final class InspectBench {

  /**
   * What came of some logs.
   *
   * @param input the logs
   * @param runs that the source file of a person stores
   * @param right runs of which the guesses store the same rows
   * @param asked questions that inspect leaves to a person
   * @param wrong the first log files of runs that are not right
   */
  public record Compared(
      String input, long runs, long right, List<String> asked, List<String> wrong) {

    /** Lines for people. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(
              Locale.ROOT, "%s: %d of %d runs are right without an edit", input, right, runs));
      asked.forEach(question -> lines.add("  asked: " + question));
      wrong.forEach(file -> lines.add("  not right: " + file));
      return lines;
    }
  }

  /** Log files that are named. */
  private static final int NAMED = 10;

  private final SparkSession spark;
  private final Path folder;
  private final Consumer<String> progress;

  /**
   * Prepares to compare.
   *
   * @param folder new, for source files and stores
   * @param progress takes a line at a time
   */
  public InspectBench(SparkSession spark, Path folder, Consumer<String> progress) {
    this.spark = spark;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Compares.
   *
   * @param input a folder of logs
   * @param reference the source file of a person, by its name or its path
   */
  public Compared run(String input, String reference) {
    Inspect inspect = new Inspect(spark.sessionState().newHadoopConf());
    Inspection inspection = inspect.run(input);
    List<Path> files = inspect.write(inspection, folder.resolve("guessed.conf"));
    Store guessed = Store.open(spark, folder.resolve("guessed").toString());
    for (Path file : files) {
      progress.accept("bench: ingests by " + file);
      try {
        ingest(guessed, SourceFile.read(file.toString()), input);
      } catch (JobException e) {
        progress.accept("bench: " + e.getMessage());
      }
    }
    SourceDefinition written = SourceFile.read(reference);
    Store expected = Store.open(spark, folder.resolve("expected").toString());
    ingest(expected, written, input);
    List<String> columns = new ArrayList<>(new TreeSet<>(written.columns().keySet()));
    columns.retainAll(
        List.of("step", "train_loss", "validation_loss", "validation_accuracy", "time"));
    columns.add("learning_rate");
    Map<String, String> wanted = rows(expected, columns);
    Map<String, String> found = rows(guessed, columns);
    List<String> wrong =
        wanted.keySet().stream().filter(file -> !wanted.get(file).equals(found.get(file))).toList();
    List<String> asked = new ArrayList<>();
    for (Inspected logs : inspection.logs()) {
      logs.questions().stream().filter(Question::open).map(Question::text).forEach(asked::add);
    }
    return new Compared(
        input,
        wanted.size(),
        wanted.size() - wrong.size(),
        asked,
        wrong.subList(0, Math.min(NAMED, wrong.size())));
  }

  private void ingest(Store store, SourceDefinition source, String input) {
    new Ingest(spark, store, IngestSettings.of(Settings.defaults()), line -> {}).run(source, input);
  }

  /** The rows of each log file as text, in the order of steps. */
  private static Map<String, String> rows(Store store, List<String> columns) {
    Map<String, StringBuilder> rows = new TreeMap<>();
    for (Row row : store.observations().rows().orderBy("file", "step").collectAsList()) {
      StringBuilder text = rows.computeIfAbsent(row.getAs("file"), file -> new StringBuilder());
      columns.forEach(column -> text.append(row.<Object>getAs(column)).append(' '));
      text.append('\n');
    }
    Map<String, String> texts = new TreeMap<>();
    rows.forEach((file, text) -> texts.put(file, text.toString()));
    return texts;
  }
}
