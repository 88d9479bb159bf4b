package io.lode.jobs.ingest.inspect;

import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.format.LogFile;
import io.lode.jobs.ingest.format.LogFiles;
import io.lode.jobs.ingest.format.Numbers;
import io.lode.jobs.ingest.format.RefusedFileException;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.format.Yaml;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The file of hyperparameters beside logs.
 *
 * @param name of the file, from the log's folder; null where there is none
 * @param ofRuns what it says, for each log that was looked at
 */
record HyperparameterGuess(String name, List<Map<String, String>> ofRuns) {

  private static final List<String> NAMES =
      List.of(
          "hparams.json",
          "hparams.yaml",
          "hyperparameters.json",
          "hyperparameters.yaml",
          "params.json",
          "params.yaml",
          "config.json",
          "config.yaml",
          "config.yml",
          "args.json",
          "args.yaml",
          "opt.yaml",
          "hp.yaml",
          "files/config.yaml",
          "../../params.yaml",
          "../params.yaml");

  private static final Pattern STEPS =
      Pattern.compile(
          "(?i)(?:.*[._/])?(?:total|max|num|train(?:ing)?|num_train(?:ing)?|n)_?(?:steps?|iter(?:ation)?s?|updates?)|(?:.*[._/])?(?:iterations|steps)");
  private static final Pattern EPOCHS =
      Pattern.compile("(?i)(?:.*[._/])?(?:(?:num|max|n|total|num_train)_?)?epochs");

  /** Looks for a file that lies beside at least half of some logs. */
  static HyperparameterGuess of(List<LogFile> files, Configuration configuration)
      throws IOException {
    for (String name : NAMES) {
      List<Map<String, String>> found = new ArrayList<>();
      for (LogFile file : files) {
        Map<String, String> values = read(LogFiles.beside(file, name), configuration);
        if (!values.isEmpty()) {
          found.add(values);
        }
      }
      if (!files.isEmpty() && 2 * found.size() >= files.size()) {
        return new HyperparameterGuess(name, found);
      }
    }
    return new HyperparameterGuess(null, List.of());
  }

  private static Map<String, String> read(Path file, Configuration configuration)
      throws IOException {
    try {
      String text = Bounds.document(file, configuration);
      Map<String, String> values = new TreeMap<>();
      Yaml.read(text.replace("\t", " "))
          .forEach(
              (key, value) ->
                  values.put(
                      key.endsWith(".value") ? key.substring(0, key.length() - 6) : key, value));
      return values;
    } catch (FileNotFoundException | RefusedFileException | RowDefect e) {
      return Map.of();
    }
  }

  /** The hyperparameters of one run; none where no file says them. */
  Map<String, String> one() {
    return ofRuns.isEmpty() ? Map.of() : ofRuns.get(0);
  }

  /** Names of hyperparameters that differ from run to run. */
  static List<String> varying(List<Map<String, String>> runs) {
    TreeSet<String> names = new TreeSet<>();
    runs.forEach(run -> names.addAll(run.keySet()));
    names.removeIf(
        name -> runs.stream().map(run -> String.valueOf(run.get(name))).distinct().count() < 2);
    return List.copyOf(names);
  }

  /**
   * An expression for the steps that a run is planned to take, or null.
   *
   * @param step the column of the step
   * @param first the smallest step that was logged
   * @param last the largest
   */
  static String total(List<Map<String, String>> runs, String step, double first, double last) {
    boolean epochs = step != null && step.toLowerCase(java.util.Locale.ROOT).contains("epoch");
    Pattern names = epochs ? EPOCHS : STEPS;
    if (runs.isEmpty()) {
      return null;
    }
    for (String name : runs.get(0).keySet()) {
      boolean plausible =
          names.matcher(name).matches()
              && runs.stream()
                  .allMatch(
                      run -> {
                        Double total = Numbers.parse(run.getOrDefault(name, ""));
                        return total != null && (total <= 0 || total >= last);
                      })
              && runs.stream().anyMatch(run -> Numbers.parse(run.get(name)) > 0);
      if (plausible) {
        // Epochs that are counted from 0 end one below their number.
        return epochs && first == 0 ? "${" + name + "} - 1" : "${" + name + "}";
      }
    }
    return null;
  }
}
