package io.lode.hyperparameter;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a user declared of hyperparameters, by name.
 *
 * @param counted those that count, and no others; empty where LODE finds them out
 * @param ignored those that never count
 * @param logarithmic numbers that are compared by their ratio
 * @param batchSizes numbers whose product says what an optimiser step takes in; empty where LODE
 *     recognises them
 */
public record HyperparameterRoles(
    TreeSet<String> counted,
    TreeSet<String> ignored,
    TreeSet<String> logarithmic,
    TreeSet<String> batchSizes)
    implements Serializable {

  /**
   * How the names start under which the store keeps, among a run's hyperparameters, what its source
   * declared of them.
   */
  public static final String DECLARED = "lode.";

  private static final String COUNTED = DECLARED + "counted";
  private static final String IGNORED = DECLARED + "ignored";
  private static final String LOGARITHMIC = DECLARED + "logarithmic";
  private static final String BATCH_SIZES = DECLARED + "batch-sizes";
  private static final String SEPARATOR = ",";

  /** Nothing is declared. */
  public static final HyperparameterRoles NONE = of(Set.of(), Set.of(), Set.of());

  /** Copies the names. */
  public static HyperparameterRoles of(
      Collection<String> counted,
      Collection<String> ignored,
      Collection<String> logarithmic,
      Collection<String> batchSizes) {
    return new HyperparameterRoles(
        new TreeSet<>(counted),
        new TreeSet<>(ignored),
        new TreeSet<>(logarithmic),
        new TreeSet<>(batchSizes));
  }

  /** As {@link #of(Collection, Collection, Collection, Collection)}, batch sizes recognised. */
  public static HyperparameterRoles of(
      Collection<String> counted, Collection<String> ignored, Collection<String> logarithmic) {
    return of(counted, ignored, logarithmic, Set.of());
  }

  /** The same as entries of a run's hyperparameters, in which the store keeps them. */
  public Map<String, String> asHyperparameters() {
    Map<String, String> kept = new TreeMap<>();
    keep(kept, COUNTED, counted);
    keep(kept, IGNORED, ignored);
    keep(kept, LOGARITHMIC, logarithmic);
    keep(kept, BATCH_SIZES, batchSizes);
    return kept;
  }

  private static void keep(Map<String, String> kept, String key, Set<String> names) {
    if (!names.isEmpty()) {
      kept.put(key, String.join(SEPARATOR, names));
    }
  }

  /** These, and what the sources of some runs declared. */
  HyperparameterRoles with(Stream<Map<String, String>> hyperparametersOfRuns) {
    HyperparameterRoles all = of(counted, ignored, logarithmic, batchSizes);
    hyperparametersOfRuns.forEach(
        run -> {
          add(all.counted, run.get(COUNTED));
          add(all.ignored, run.get(IGNORED));
          add(all.logarithmic, run.get(LOGARITHMIC));
          add(all.batchSizes, run.get(BATCH_SIZES));
        });
    return all;
  }

  private static void add(Set<String> names, String declared) {
    if (declared != null) {
      names.addAll(List.of(declared.split(SEPARATOR)));
    }
  }
}
