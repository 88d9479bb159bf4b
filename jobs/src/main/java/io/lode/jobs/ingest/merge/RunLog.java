package io.lode.jobs.ingest.merge;

import java.util.Map;

/**
 * All that is stored of one run, in the order of its steps.
 *
 * @param sweep the sweep
 * @param run the run's name
 * @param seed as logged, or null
 * @param hyperparameters as logged
 * @param plannedSteps steps it was to take, or null where unknown
 * @param running whether its source says that it is still training
 * @param step steps, increasing
 * @param learningRate rates
 * @param trainLoss training loss, null where not logged
 * @param objective the objective's value, null where not logged
 */
public record RunLog(
    String sweep,
    String run,
    String seed,
    Map<String, String> hyperparameters,
    Double plannedSteps,
    boolean running,
    double[] step,
    double[] learningRate,
    Double[] trainLoss,
    Double[] objective) {

  /** The last step logged, whether or not the run had diverged by then. */
  public double lastStep() {
    return step[step.length - 1];
  }
}
