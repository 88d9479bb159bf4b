package io.lode.longrun.extend;

import io.lode.longrun.LongRunShapes;
import io.lode.longrun.LongRunShapes.Shaped;
import io.lode.longrun.Reach;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Ways in which a training may go on. Each starts at the rate in force, and reaches its own first
 * rate over a ramp.
 */
final class Rests {

  /** Part of the whole training over which people cool down. */
  private static final double USUAL_COOLDOWN = 0.2;

  /** Parts of what is left over which a searched rest cools down. */
  private static final double[] COOLDOWNS = {0.1, 0.2, 0.3, 0.5, 0.75, 1};

  /** Levels that a searched rest may hold, as parts of the run's own. */
  private static final double[] LEVELS = {0.25, 0.35, 0.5, 0.7, 1.4, 2};

  /** Shortest ramp to another rate, as a part of what is left. */
  private static final double RAMP = 0.01;

  /** Longest one: what is left is for training. */
  private static final double LONGEST_RAMP = 0.2;

  /** A run whose rate is below this part of its peak has cooled down. */
  private static final double COOLED = 0.05;

  private final Extension extension;
  private final Reach reach;
  private final double inForce;
  private final double own;
  private final double ramp;

  Rests(Extension extension, Reach reach) {
    this.extension = extension;
    this.reach = reach;
    Schedule past = extension.run().schedule();
    inForce = Math.max(reach.smallestRate(), past.learningRate(extension.from()));
    own = Math.max(inForce, Reach.held(past, extension.from()));
    ramp =
        Math.min(
            LONGEST_RAMP * extension.rest(),
            Math.max(RAMP * extension.rest(), LongRunShapes.warmup(extension.sweep())));
  }

  /** Steps over which a rest reaches its own first rate. */
  double ramp() {
    return ramp;
  }

  /** What people do, by name; each holds only rates that the run itself held. */
  List<Shaped> usual() {
    double left = extension.rest() - ramp;
    double cooldown = Math.min(left, USUAL_COOLDOWN * extension.steps());
    List<Shaped> rests = new ArrayList<>();
    rests.add(
        named(
            String.format(
                Locale.ROOT, "hold %.3g, cool down over the last %.0f steps", own, cooldown),
            ParametricSchedules.stableDecay(own, last(own), cooldown / left, left)));
    double now = inForce < COOLED * own ? own : inForce;
    rests.add(
        named(
            String.format(
                Locale.ROOT, "cool down from %.3g over all %.0f steps that are left", now, left),
            ParametricSchedules.linear(now, last(now), left)));
    rests.add(
        named(
            String.format(Locale.ROOT, "restart a cosine from %.3g over %.0f steps", own, left),
            ParametricSchedules.cosine(own, LongRunShapes.TENTH * own, left)));
    return rests;
  }

  /** Levels and cooldowns of a search. No rate is over the largest that a run survived. */
  List<Shaped> searched() {
    TreeSet<Double> levels = new TreeSet<>(List.of(own));
    if (inForce >= COOLED * own) {
      levels.add(inForce);
    }
    for (double part : LEVELS) {
      double level = part * own;
      if (level <= reach.largestSurvived() && level >= reach.smallestRate()) {
        levels.add(level);
      }
    }
    double left = extension.rest() - ramp;
    List<Shaped> rests = new ArrayList<>();
    for (double level : levels) {
      for (double part : COOLDOWNS) {
        String words =
            String.format(
                Locale.ROOT, "%.3g, cooldown over the last %.0f steps", level, part * left);
        rests.add(
            named(
                words + " (linear)",
                ParametricSchedules.stableDecay(level, last(level), part, left)));
        rests.add(
            named(
                words + " (1-sqrt)",
                ParametricSchedules.stableRootDecay(level, last(level), part, left)));
      }
    }
    return rests.stream()
        .filter(rest -> !reach.overSurvived(rest.schedule(), extension.steps()))
        .toList();
  }

  private double last(double level) {
    return Math.min(level, Math.max(reach.smallestRate(), LongRunShapes.SMALLEST_OF_PEAK * level));
  }

  /** The past, a ramp on a straight line, and a shape. */
  private Shaped named(String name, Schedule shape) {
    double first = shape.learningRate(0);
    Schedule rest =
        step ->
            step < ramp
                ? inForce + (first - inForce) * step / ramp
                : shape.learningRate(step - ramp);
    return new Shaped(
        name,
        new ContinuedSchedule(
            extension.run().schedule().atLeast(reach.smallestRate()), extension.from(), rest));
  }
}
