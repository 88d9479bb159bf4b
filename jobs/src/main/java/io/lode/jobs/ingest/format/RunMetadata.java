package io.lode.jobs.ingest.format;

import java.util.Map;

/**
 * What a log says of a run outside of its rows: its parameters, its tags, its status. This is raw
 * text; an {@code IdentifiedRun} is made from it and from the rows.
 *
 * <p>Two objects are never equal, so that the object itself tells one run of a log from another.
 */
public final class RunMetadata {

  /** Nothing is said. */
  public static final RunMetadata NONE = new RunMetadata(Map.of(), Map.of(), null);

  private final Map<String, String> names;
  private final Map<String, String> hyperparameters;
  private final RowDefect defect;

  /**
   * Takes what is said.
   *
   * @param names values that constants and expressions may name
   * @param hyperparameters as logged
   * @param defect why no row of the run can be used, or null
   */
  public RunMetadata(
      Map<String, String> names, Map<String, String> hyperparameters, RowDefect defect) {
    this.names = names;
    this.hyperparameters = hyperparameters;
    this.defect = defect;
  }

  /** Values that constants and expressions may name, by name; never null. */
  public Map<String, String> names() {
    return names;
  }

  /** Hyperparameters as logged, by name; never null. */
  public Map<String, String> hyperparameters() {
    return hyperparameters;
  }

  /** Why no row of the run can be used; null where its rows can be used. */
  public RowDefect defect() {
    return defect;
  }
}
