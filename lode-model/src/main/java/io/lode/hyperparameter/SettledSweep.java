package io.lode.hyperparameter;

import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.Map;

/**
 * A sweep as it would have been if every run had had the same settings.
 *
 * @param sweep the runs, their objectives brought to the settings
 * @param at the settings: values by name
 * @param effects what was taken off
 */
public record SettledSweep(Sweep sweep, Map<String, String> at, Effects effects) {

  /** Brings every run of a sweep to some settings. Where nothing has an effect the runs stay. */
  public static SettledSweep of(Sweep sweep, Effects effects, Map<String, String> at) {
    if (!effects.any()) {
      return new SettledSweep(sweep, at, effects);
    }
    MetricTransform transform = sweep.objective().transform();
    return new SettledSweep(
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
