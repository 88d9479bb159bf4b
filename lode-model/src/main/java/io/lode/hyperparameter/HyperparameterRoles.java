package io.lode.hyperparameter;

import java.io.Serializable;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a user declared of hyperparameters, by name.
 *
 * @param counted those that count, and no others; empty where LODE finds them out
 * @param ignored those that never count
 * @param logarithmic numbers that are compared by their ratio
 */
public record HyperparameterRoles(
    TreeSet<String> counted, TreeSet<String> ignored, TreeSet<String> logarithmic)
    implements Serializable {

  /** Nothing is declared. */
  public static final HyperparameterRoles NONE = of(Set.of(), Set.of(), Set.of());

  /** Copies the names. */
  public static HyperparameterRoles of(
      Collection<String> counted, Collection<String> ignored, Collection<String> logarithmic) {
    return new HyperparameterRoles(
        new TreeSet<>(counted), new TreeSet<>(ignored), new TreeSet<>(logarithmic));
  }
}
