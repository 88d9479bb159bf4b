package io.lode.jobs.ingest.inspect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the columns of some logs stand for.
 *
 * @param fields the column of each field that was found
 * @param identity columns that say whose a row is, by field
 * @param runColumn how the columns of several runs are named, such as {@code {run} - val/loss},
 *     with the metric in place; null where a column belongs to all runs
 * @param numeric all columns with numbers, or metrics where a row holds one
 * @param settings columns that repeat a run's configuration in each row
 * @param questions what the columns leave open
 */
record ColumnGuess(
    Map<Role, String> fields,
    Map<String, String> identity,
    boolean runColumn,
    Set<String> numeric,
    Set<String> settings,
    List<Question> questions) {

  /** A chart that Weights and Biases exports: RUN - METRIC, beside __MIN and __MAX of it. */
  private static final Pattern CHART = Pattern.compile("(.+) - (.+?)(__MIN|__MAX)?");

  /** Columns that repeat a run's configuration in each row. */
  private static final Pattern SETTING =
      Pattern.compile("(?i)(?:config|hparams|hyperparameters|params|args)[./].+");

  private static final Map<String, Pattern> IDENTITY =
      Map.of(
          "run", Pattern.compile("run|run_?id|run_?name|trial_?id|trial_?name|run_uuid"),
          "model", Pattern.compile("model|model_?name|arch(?:itecture)?|network"),
          "dataset", Pattern.compile("data_?set|dataset_?name"),
          "optimizer", Pattern.compile("optim(?:izer)?|optimizer_?name"),
          "sweep", Pattern.compile("sweep|sweep_?id|study|study_?name"),
          "seed", Pattern.compile("seed|random_?seed"));

  /** The share of a file's rows that a step must be in. */
  private static final double MOST_ROWS = 0.9;

  /** Guesses from the first rows of some files, which are read alike. */
  static ColumnGuess of(List<Sample> samples, Kind kind) {
    Set<String> numeric = new LinkedHashSet<>();
    Set<String> texts = new LinkedHashSet<>();
    Set<String> settings = new LinkedHashSet<>();
    for (Sample sample : samples) {
      sample
          .columns()
          .forEach(
              (name, column) -> {
                if (SETTING.matcher(name).matches()) {
                  settings.add(name);
                } else if (column.numbers() > 0 && column.numbers() >= column.texts()) {
                  numeric.add(name);
                } else if (column.texts() > 0) {
                  texts.add(name);
                }
              });
    }
    texts.removeAll(numeric);
    boolean chart = !kind.isLong() && isChart(numeric);
    Set<String> named = chart ? metricsOfChart(numeric) : numeric;
    Map<Role, String> fields = new EnumMap<>(Role.class);
    List<Question> questions = new ArrayList<>();
    for (Role role : Role.values()) {
      List<String> all = new ArrayList<>(role.all(named));
      all.removeIf(name -> !fits(role, name, samples, kind) || fields.containsValue(name));
      if (!all.isEmpty()) {
        fields.put(role, all.get(0));
        if (all.size() > 1 && role != Role.STEP && role != Role.EPOCH && role != Role.TIME) {
          questions.add(
              Question.note(
                  role.field() + " is read from " + all.get(0) + "; also found " + others(all)));
        }
      }
    }
    return new ColumnGuess(
        fields,
        kind.isDatabase() ? Map.of() : identity(texts, numeric, kind),
        chart,
        named,
        settings,
        questions);
  }

  private static String others(List<String> all) {
    List<String> others = all.subList(1, Math.min(6, all.size()));
    return String.join(", ", others) + (all.size() > 6 ? ", ..." : "");
  }

  private static boolean fits(Role role, String name, List<Sample> samples, Kind kind) {
    long holding = 0;
    long covering = 0;
    for (Sample sample : samples) {
      Sample.Column column = sample.columns().get(name);
      if (column == null || column.numbers() == 0) {
        continue;
      }
      holding++;
      if (role == Role.LEARNING_RATE && (column.least() < 0 || column.most() > 1e4)) {
        return false;
      }
      if (role == Role.STEP && column.least() < 0) {
        return false;
      }
      boolean covers = column.numbers() >= MOST_ROWS * (sample.rows() - sample.defects());
      covering += covers ? 1 : 0;
    }
    boolean isStepInEachRow = role == Role.STEP && !kind.isLong();
    return !isStepInEachRow || holding == 0 || 2 * covering > holding;
  }

  private static boolean isChart(Collection<String> numeric) {
    Set<String> runs = new LinkedHashSet<>();
    boolean bounds = false;
    for (String name : numeric) {
      Matcher chart = CHART.matcher(name);
      if (chart.matches()) {
        runs.add(chart.group(1));
        bounds |= chart.group(3) != null;
      }
    }
    return bounds || (runs.size() > 1 && 2 * runs.size() >= numeric.size() - 1);
  }

  /** The metrics of a chart, and its columns that belong to all runs. */
  private static Set<String> metricsOfChart(Collection<String> numeric) {
    Set<String> metrics = new LinkedHashSet<>();
    for (String name : numeric) {
      Matcher chart = CHART.matcher(name);
      if (!chart.matches()) {
        metrics.add(name);
      } else if (chart.group(3) == null) {
        metrics.add(chart.group(2));
      }
    }
    return metrics;
  }

  private static Map<String, String> identity(Set<String> texts, Set<String> numeric, Kind kind) {
    Map<String, String> found = new TreeMap<>();
    List<String> candidates = new ArrayList<>(texts);
    if (!kind.isLong()) {
      candidates.addAll(numeric);
    }
    IDENTITY.forEach(
        (field, names) ->
            candidates.stream()
                .filter(name -> names.matcher(name.toLowerCase(Locale.ROOT)).matches())
                .filter(name -> texts.contains(name) || field.equals("seed") || field.equals("run"))
                .findFirst()
                .ifPresent(name -> found.put(field, name)));
    return found;
  }

  /** The column that a source names for a field of which this is the name in a file. */
  String column(String name) {
    return runColumn && !isShared(name) ? "{run} - " + name : name;
  }

  private boolean isShared(String name) {
    return name.equals(fields.get(Role.STEP))
        || name.equals(fields.get(Role.TIME))
        || name.equals(fields.get(Role.EPOCH));
  }
}
