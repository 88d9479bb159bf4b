package io.lode.jobs.conf.source;

import io.lode.jobs.conf.TextTemplate;
import io.lode.trajectory.Objective;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How one kind of log maps to observations: a source file, read and checked.
 *
 * @param name the file it was read from, for messages
 * @param format how a log file is written
 * @param path which files are logs, and what their paths say
 * @param constants values by field, such as {@code dataset} or {@code run}; they may name captures
 *     and hyperparameters in braces
 * @param columns the column that holds a field, by field
 * @param objective what the runs are judged by
 * @param layout how the rows of a file are laid out
 * @param hyperparametersFile name of the file beside a log, or null
 * @param derivedRate the rate where it was not logged, or null
 * @param totalSteps planned steps, or null where a run's own last step stands for them
 * @param running whether the runs are still training, so that an early end is not a stop
 * @param rules which runs are left out, and what their folders, steps and empty cells mean
 * @param text the definition as canonical text, part of a delivery's identity
 */
public record SourceDefinition(
    String name,
    LogFormat format,
    PathTemplate path,
    Map<String, Choice<TextTemplate>> constants,
    Map<String, String> columns,
    Objective objective,
    Layout layout,
    String hyperparametersFile,
    DerivedRate derivedRate,
    Choice<Expression> totalSteps,
    Choice<Boolean> running,
    RunRules rules,
    String text)
    implements Serializable {

  /** Fields that say whose observation it is. */
  public static final List<String> IDENTITY =
      List.of("sweep", "run", "model", "dataset", "optimizer", "seed");

  /** The field that says whether a run has ended. */
  public static final String STATUS = "status";

  /** Fields that hold numbers. */
  public static final List<String> MEASURED =
      List.of(
          "step",
          "epoch",
          "time",
          "learning_rate",
          "train_loss",
          "validation_loss",
          "validation_accuracy");

  /**
   * The column that holds a field, where one does; in a long layout, for a metric, its name there.
   */
  public Optional<String> column(String field) {
    return Optional.ofNullable(columns.get(field));
  }

  /** Names that constants are made of: captures, hyperparameters or columns. */
  public Set<String> namesInConstants() {
    Set<String> names = new TreeSet<>();
    for (Choice<TextTemplate> constant : constants.values()) {
      if (constant.by() != null) {
        names.add(constant.by());
        constant.values().values().forEach(text -> names.addAll(text.names()));
      } else {
        names.addAll(constant.fixed().names());
      }
    }
    return names;
  }

  /** What the source calls columns by: of fields, of the objective and of hyperparameters. */
  public List<String> named() {
    List<String> named = new ArrayList<>(columns.values());
    named.add(objective.metric());
    named.addAll(layout.hyperparameterColumns());
    return named;
  }

  /** Whether any field or the objective is what a source calls by a name. */
  public boolean names(String column) {
    return columns.containsValue(column) || objective.metric().equals(column);
  }

  /** Whether a run's name and group follow from the path of its log alone. */
  public boolean identityFromPath() {
    return IDENTITY.stream().noneMatch(columns::containsKey);
  }
}
