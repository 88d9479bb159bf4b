package io.lode.hyperparameter;

import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.Map;

/**
 * A sweep as it would have been if every run had had the same settings.
 *
 * @param observed the runs as they were
 * @param sweep the same runs, their objectives brought to the settings
 * @param at the settings, by name: every hyperparameter that varies
 * @param effects what was taken off
 */
public record SettledSweep(Sweep observed, Sweep sweep, Map<String, String> at, Effects effects) {

  /**
   * Brings a sweep to some settings.
   *
   * @param at values by name; those of the sweep's best run stand in for what is not named
   */
  public static SettledSweep of(Sweep sweep, Effects effects, Map<String, String> at) {
    if (!effects.any()) {
      return new SettledSweep(sweep, sweep, at, effects);
    }
    MetricTransform transform = sweep.objective().transform();
    return new SettledSweep(
        sweep,
        new Sweep(
            sweep.group(),
            sweep.objective(),
            sweep.runs().stream().map(run -> brought(run, effects, at, transform)).toList()),
        at,
        effects);
  }

  private static Run brought(
      Run run, Effects effects, Map<String, String> at, MetricTransform transform) {
    double change = effects.change(effects.settings(run), at).mean();
    if (change == 0) {
      return run;
    }
    Trajectory logged = run.trajectory();
    double[] objective = logged.objective().clone();
    for (int t = 0; t < objective.length; t++) {
      double shift = change * effects.shownAt(logged.step()[t]);
      objective[t] = transform.invert(transform.apply(objective[t]) + shift);
    }
    return new Run(
        run.sweep(),
        run.run(),
        run.seed(),
        run.hyperparameters(),
        run.status(),
        run.totalSteps(),
        new Trajectory(logged.step(), logged.learningRate(), logged.trainLoss(), objective));
  }
}
