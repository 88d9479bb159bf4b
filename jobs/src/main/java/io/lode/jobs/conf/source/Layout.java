package io.lode.jobs.conf.source;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * How the rows of a log file are laid out, beyond its format.
 *
 * @param metricColumn where a row holds one value: the column that names the metric; null where a
 *     row holds a column a metric
 * @param valueColumn the column of that value, or null
 * @param records where a JSON file is one document: the dotted name of the list of its rows, empty
 *     where the document is the list; null where each line is a row
 * @param missing texts that mean that a value was not logged, in lower case
 * @param hyperparameterColumns columns that hold hyperparameters; a name that ends with {@code *}
 *     stands for all that begin like it
 * @param form what is said of the text of a file beyond its format
 * @param countsSteps whether the step of a row is its place among the rows of its run
 */
public record Layout(
    String metricColumn,
    String valueColumn,
    String records,
    Set<String> missing,
    List<String> hyperparameterColumns,
    FileForm form,
    boolean countsSteps)
    implements Serializable {

  /** Whether a row holds the value of one metric only. */
  public boolean isLong() {
    return metricColumn != null;
  }

  /** Whether a column holds a hyperparameter. */
  public boolean isHyperparameter(String column) {
    for (String name : hyperparameterColumns) {
      if (name.endsWith("*")
          ? column.startsWith(name.substring(0, name.length() - 1))
          : column.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
