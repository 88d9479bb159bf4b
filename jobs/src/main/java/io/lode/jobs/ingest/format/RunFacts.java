package io.lode.jobs.ingest.format;

import java.util.Map;

/** What a log says of a run outside of its rows; each object stands for itself. */
public final class RunFacts {

  /** Nothing is said. */
  public static final RunFacts NONE = new RunFacts(Map.of(), Map.of(), null);

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
  public RunFacts(
      Map<String, String> names, Map<String, String> hyperparameters, RowDefect defect) {
    this.names = names;
    this.hyperparameters = hyperparameters;
    this.defect = defect;
  }

  public Map<String, String> names() {
    return names;
  }

  public Map<String, String> hyperparameters() {
    return hyperparameters;
  }

  public RowDefect defect() {
    return defect;
  }
}
