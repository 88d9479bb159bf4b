package io.lode.lab.varied;

import io.lode.lab.world.TrueOutcome;
import io.lode.lab.world.World;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A simulated world in which further settings change what comes of a schedule.
 *
 * @param world the world with the settings at rest
 * @param effects what the settings do
 */
record VariedWorld(World world, List<HiddenEffect> effects) {

  /** The values at which losses are smallest, by name. */
  Map<String, String> best() {
    Map<String, String> best = new TreeMap<>();
    effects.forEach(one -> best.put(one.name(), one.best()));
    return best;
  }

  /** Values at random, by name. */
  Map<String, String> draw(SplittableRandom random) {
    Map<String, String> drawn = new TreeMap<>();
    effects.forEach(one -> drawn.put(one.name(), one.draw(random)));
    return drawn;
  }

  private World under(Map<String, String> settings) {
    World under = world;
    for (HiddenEffect one : effects) {
      var difference = one.difference(settings.get(one.name()));
      if (difference.isPresent()) {
        under = under.with(difference.get());
      }
    }
    return under;
  }

  /** Steps of a training under settings. */
  double steps(Map<String, String> settings) {
    double steps = world.totalSteps();
    for (HiddenEffect one : effects) {
      steps *= one.length(settings.get(one.name()));
    }
    return Math.rint(steps);
  }

  /**
   * Trains one run a schedule, each under its own settings, which it logs as hyperparameters. Run i
   * of the same seed has the same luck under any schedule and settings.
   *
   * @param schedules one a run, in the steps of its settings
   */
  List<Run> train(
      List<? extends Schedule> schedules,
      List<String> names,
      List<Map<String, String>> settings,
      long seed) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      double steps = steps(settings.get(i));
      Run run =
          under(settings.get(i))
              .train(List.of(schedules.get(i)), List.of(names.get(i)), steps, 1000 * seed + i)
              .get(0);
      runs.add(varied(planned(run, steps), settings.get(i)));
    }
    return runs;
  }

  /** A run as one that was planned for its own number of steps. */
  private static Run planned(Run run, double steps) {
    return new Run(
        run.sweep(),
        run.run(),
        run.seed(),
        run.hyperparameters(),
        run.diverged() ? RunStatus.DIVERGED : RunStatus.COMPLETED,
        steps,
        run.trajectory());
  }

  private Run varied(Run run, Map<String, String> settings) {
    double effect = HiddenEffect.sum(effects, settings);
    Trajectory old = run.trajectory();
    return run.with(settings)
        .with(
            new Trajectory(
                old.step(),
                old.learningRate(),
                scaled(old.trainLoss(), old.step(), effect, run.totalSteps()),
                scaled(old.objective(), old.step(), effect, run.totalSteps())));
  }

  private static double[] scaled(
      double[] losses, double[] steps, double effect, double totalSteps) {
    double[] scaled = new double[losses.length];
    for (int t = 0; t < scaled.length; t++) {
      scaled[t] = losses[t] * Math.exp(effect * HiddenEffect.shown(steps[t] / totalSteps));
    }
    return scaled;
  }

  /**
   * The true objective at the end of a schedule under settings; NaN where it diverges.
   *
   * @param schedule in the steps of the settings
   */
  double truth(Schedule schedule, Map<String, String> settings, int repeats, long seed) {
    TrueOutcome outcome = under(settings).trueOutcome(schedule, steps(settings), repeats, seed);
    return outcome.mean() * Math.exp(HiddenEffect.sum(effects, settings));
  }
}
