package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.trajectory.Objective;
import java.util.Map;

/**
 * What one run logged, one row a step, with the learning rate at every step; whether the run
 * diverged is not decided yet.
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
public record LoggedRun(
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

  /**
   * The merged rows of a run with their learning rates.
   *
   * @param rates the learning rate, (row)
   * @param objective which field or metric the run is judged by
   */
  public static LoggedRun of(MergedRun run, double[] rates, Objective objective) {
    RunHeader header = run.header();
    return new LoggedRun(
        header.sweep(),
        header.run(),
        header.seed(),
        header.hyperparameters(),
        header.plannedSteps(),
        header.running(),
        run.steps(),
        rates,
        run.column(Fields.TRAIN_LOSS),
        run.column(run.field(objective)));
  }

  /** The last step logged, whether or not the run had diverged by then. */
  public double lastStep() {
    return step[step.length - 1];
  }
}
