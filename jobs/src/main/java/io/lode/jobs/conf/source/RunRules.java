package io.lode.jobs.conf.source;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.lode.hyperparameter.HyperparameterRoles;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a source says of its runs beyond the layout of their rows: which are left out, what folders
 * mean, at which step a value counts, and where nothing means NaN.
 *
 * @param leastSteps runs of fewer steps are left out; 0 where none are
 * @param leaveOut runs that meet one of these are left out
 * @param steps the step at which a metric counts, by its name; a name that ends with {@code *}
 *     stands for all that begin like it
 * @param folders folders that columns name, as {@code train} in {@code train:loss}
 * @param emptyIsNan columns in which an empty cell is NaN
 * @param roles which hyperparameters count, which do not, and which are compared by their ratio
 */
public record RunRules(
    double leastSteps,
    List<RunCondition> leaveOut,
    Map<String, Expression> steps,
    List<String> folders,
    List<String> emptyIsNan,
    HyperparameterRoles roles)
    implements Serializable {

  /** The name of the logged step in the expressions of {@code steps}. */
  public static final String STEP = "step";

  private static final String COUNTED_KEY = "count-hyperparameters";
  private static final String IGNORED_KEY = "ignore-hyperparameters";
  private static final String LOGARITHMIC_KEY = "log-hyperparameters";

  private static final String BATCH_SIZES_KEY = "batch-size-hyperparameters";

  /** The keys of a source file that say them. */
  static final List<String> KEYS =
      List.of(
          "least-steps",
          "leave-out",
          "steps",
          "empty-is-nan",
          COUNTED_KEY,
          IGNORED_KEY,
          LOGARITHMIC_KEY,
          BATCH_SIZES_KEY);

  /** No rules. */
  public static final RunRules NONE =
      new RunRules(0, List.of(), Map.of(), List.of(), List.of(), HyperparameterRoles.NONE);

  /**
   * Reads them.
   *
   * @param named what the source calls its columns and its objective
   * @throws IllegalArgumentException if a value is wrong
   */
  static RunRules of(SourceSection section, Collection<String> named) {
    Config source = section.source();
    double least = source.hasPath("least-steps") ? source.getDouble("least-steps") : 0;
    if (!(least >= 0)) {
      throw new IllegalArgumentException("least-steps must be at least 0, found " + least);
    }
    List<RunCondition> leaveOut = new ArrayList<>();
    if (source.hasPath("leave-out")) {
      source.getStringList("leave-out").forEach(text -> leaveOut.add(RunCondition.parse(text)));
    }
    Map<String, Expression> steps = new TreeMap<>();
    if (source.hasPath("steps")) {
      source
          .getConfig("steps")
          .entrySet()
          .forEach(
              entry ->
                  steps.put(
                      String.join(".", ConfigUtil.splitPath(entry.getKey())),
                      Expression.parse(String.valueOf(entry.getValue().unwrapped()))));
    }
    TreeSet<String> folders = new TreeSet<>();
    for (String name : named) {
      int colon = name.indexOf(':');
      if (colon > 0 && colon < name.length() - 1) {
        folders.add(name.substring(0, colon));
      }
    }
    return new RunRules(
        least,
        List.copyOf(leaveOut),
        steps,
        List.copyOf(folders),
        source.hasPath("empty-is-nan")
            ? List.copyOf(source.getStringList("empty-is-nan"))
            : List.of(),
        HyperparameterRoles.of(
            names(source, COUNTED_KEY),
            names(source, IGNORED_KEY),
            names(source, LOGARITHMIC_KEY),
            names(source, BATCH_SIZES_KEY)));
  }

  private static List<String> names(Config source, String key) {
    List<String> names = source.hasPath(key) ? source.getStringList(key) : List.of();
    for (String name : names) {
      if (name.isBlank() || name.contains(",")) {
        throw new IllegalArgumentException(
            key + " must be names of hyperparameters without a comma, found '" + name + "'");
      }
    }
    return names;
  }

  /** What is declared of hyperparameters, as entries of a run's hyperparameters. */
  public Map<String, String> declared() {
    return roles.asHyperparameters();
  }

  /**
   * The folder that columns name and a file lies in.
   *
   * @param relativePath of the file, below the input
   * @return the folder as columns name it, the longest of several; null where there is none
   */
  public String folderOf(String relativePath) {
    int end = relativePath.lastIndexOf('/');
    String path = end < 0 ? "" : relativePath.substring(0, end);
    String found = null;
    for (String folder : folders) {
      boolean lies = path.equals(folder) || path.endsWith("/" + folder);
      if (lies && (found == null || folder.length() > found.length())) {
        found = folder;
      }
    }
    return found;
  }

  /**
   * The step at which a metric counts, as an expression of the logged one; null where as logged.
   */
  public Expression stepOf(String metric) {
    Expression exact = steps.get(metric);
    if (exact != null) {
      return exact;
    }
    String longest = "";
    Expression found = null;
    for (Map.Entry<String, Expression> entry : steps.entrySet()) {
      String name = entry.getKey();
      if (name.endsWith("*")
          && name.length() > longest.length()
          && metric.startsWith(name.substring(0, name.length() - 1))) {
        longest = name;
        found = entry.getValue();
      }
    }
    return found;
  }

  /** Why a run is left out by what is known of it; null where it is not. */
  public String whyLeftOut(Map<String, String> known) {
    for (RunCondition condition : leaveOut) {
      if (condition.holds(known)) {
        return "leave-out says " + condition + ", found " + known.get(condition.name());
      }
    }
    return null;
  }

  /** Why a run of so many steps is left out; null where it is not. */
  public String whyTooShort(double steps) {
    return steps < leastSteps
        ? "found "
            + steps
            + " steps, expected at least "
            + leastSteps
            + " (least-steps of the source)"
        : null;
  }
}
