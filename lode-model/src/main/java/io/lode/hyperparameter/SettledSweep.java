package io.lode.hyperparameter;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLengths;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A sweep as it would have been if every run had had the same settings.
 *
 * @param sweep the runs: their steps, rates and objectives are brought to the settings
 * @param at the settings: values by name
 * @param effects what was taken off
 */
public record SettledSweep(Sweep sweep, Map<String, String> at, Effects effects) {

  /**
   * Brings every run of a sweep to some settings. Where nothing has an effect the runs stay. A run
   * that diverged is left out where its rates convert.
   */
  public static SettledSweep of(Sweep sweep, Effects effects, Map<String, String> at) {
    if (!effects.settles()) {
      return new SettledSweep(sweep, at, effects);
    }
    MetricTransform transform = sweep.objective().transform();
    return new SettledSweep(
        new Sweep(
            sweep.group(),
            sweep.objective(),
            sweep.runs().stream()
                .filter(run -> effects.conversion().tells(run, at))
                .map(run -> brought(run, effects, at, transform))
                .toList()),
        at,
        effects);
  }

  /** The runs of a sweep in the steps and rates of some settings; their objectives stay. */
  public static Sweep inStepsOf(Sweep sweep, Effects effects, Map<String, String> at) {
    return effects.conversion().sweep(sweep, at);
  }

  private static Run brought(
      Run logged, Effects effects, Map<String, String> at, MetricTransform transform) {
    Run run = effects.conversion().run(logged, at);
    double change = effects.change(effects.settings(run), at).mean();
    if (change == 0) {
      return run;
    }
    Trajectory converted = run.trajectory();
    double[] objective = converted.objective().clone();
    for (int t = 0; t < objective.length; t++) {
      double shift = change * effects.shownAt(converted.step()[t], at);
      objective[t] = transform.invert(transform.apply(objective[t]) + shift);
    }
    return run.with(
        new Trajectory(
            converted.step(), converted.learningRate(), converted.trainLoss(), objective));
  }

  /** The runs of one length only, in steps under the settings; all of them where it is NaN. */
  public SettledSweep only(double steps) {
    return new SettledSweep(SweepLengths.only(sweep, steps), at, effects);
  }

  /**
   * What each run led to, with how unsure it is what its settings did. A rate that was converted
   * counts as survived only as far as it was logged.
   *
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public SweepOutcomes outcomes(double horizonStep) {
    SweepOutcomes plain = SweepOutcomes.of(sweep, horizonStep);
    if (!effects.settles()) {
      return plain;
    }
    double shown = effects.shownAt(horizonStep, at);
    List<EvaluatedRun> runs = new ArrayList<>();
    for (EvaluatedRun run : plain.runs()) {
      double deviation = effects.change(effects.settings(run.run()), at).standardDeviation();
      runs.add(run.withDeviation(shown * deviation));
    }
    ScheduleBounds bounds = plain.bounds();
    double survived = SweepOutcomes.of(asLogged(), horizonStep).bounds().maximum();
    return new SweepOutcomes(
        sweep,
        horizonStep,
        runs,
        new ScheduleBounds(
            bounds.minimum(), Math.max(bounds.minimum(), Math.min(bounds.maximum(), survived))));
  }

  /** The runs with their rates as logged where those are lower than the converted ones. */
  private Sweep asLogged() {
    List<Run> runs = new ArrayList<>();
    for (Run run : sweep.runs()) {
      double factor = effects.conversion().rate(run.hyperparameters(), at);
      Trajectory converted = run.trajectory();
      runs.add(
          factor <= 1
              ? run
              : run.with(
                  new Trajectory(
                      converted.step(),
                      Arrays.stream(converted.learningRate()).map(rate -> rate / factor).toArray(),
                      converted.trainLoss(),
                      converted.objective())));
    }
    return new Sweep(sweep.group(), sweep.objective(), runs);
  }
}
