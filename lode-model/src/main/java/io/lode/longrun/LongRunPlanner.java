package io.lode.longrun;

import io.lode.forecast.Outcomes;
import io.lode.schedule.LogLinearKnots;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.schedule.StretchedSchedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Chooses the schedule of a run that is longer than any of its group.
 *
 * <p>The best run's schedule, stretched to the length, is kept unless another one is surely better
 * under the forecast ({@link SurelyBetter}): the stretched schedule of another run, or a shape of
 * practice at a peak that runs survived. No schedule holds a rate that no run survived.
 */
public final class LongRunPlanner {

  /** Points among which the knots of a schedule are chosen. */
  private static final int SAMPLES = 600;

  /** Early points, on a finer grid: warm-ups are short. */
  private static final int EARLY_SAMPLES = 100;

  /** Part of the length that the finer grid covers. */
  private static final double EARLY = 0.05;

  /** Fewest steps of a plan, as a multiple of the warm-up. */
  private static final double SHORTEST_OF_WARMUP = 2;

  private final LongRunConfig config;

  /** Plans with the given settings. */
  public LongRunPlanner(LongRunConfig config) {
    this.config = config;
  }

  /**
   * Plans.
   *
   * @param steps of the long run
   * @throws IllegalArgumentException if the steps are not positive and finite, hardly longer than
   *     the warm-up of the group, or no run survived
   */
  public LongRunPlan plan(Sweep sweep, LongRunForecaster forecaster, double steps) {
    if (!(steps > 0) || Double.isInfinite(steps)) {
      throw new IllegalArgumentException("steps must be over 0 and finite, found " + steps);
    }
    double warmup = LongRunShapes.warmup(sweep);
    if (steps < SHORTEST_OF_WARMUP * warmup) {
      throw new IllegalArgumentException(
          "steps must be at least twice the warm-up of the group, which takes "
              + Math.round(warmup)
              + ", found "
              + Math.round(steps));
    }
    Reach reach = forecaster.reach();
    List<LongRunShapes.Shaped> known = stretched(sweep, reach, steps);
    List<LongRunShapes.Shaped> all = new ArrayList<>(known);
    LongRunShapes.of(sweep, reach, steps).stream()
        .filter(shaped -> !reach.overSurvived(shaped.schedule(), steps))
        .forEach(all::add);
    Outcomes outcomes =
        forecaster.outcomes(all.stream().map(LongRunShapes.Shaped::schedule).toList(), steps);
    int bestKnown = known.indexOf(ofBestRun(sweep, known));
    SurelyBetter.Candidate best =
        new SurelyBetter(forecaster, config.surely())
            .of(
                all.stream().map(LongRunShapes.Shaped::schedule).toList(),
                outcomes,
                bestKnown,
                steps);
    int followed = best.sure() ? best.index() : bestKnown;
    LongRunShapes.Shaped chosen = all.get(followed);
    List<Integer> order =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(Comparator.comparingDouble(outcomes::mean))
            .toList();
    Map<String, LongRunShapes.Shaped> kinds = new LinkedHashMap<>();
    order.forEach(i -> kinds.putIfAbsent(all.get(i).kind(), all.get(i)));
    return new LongRunPlan(
        knots(chosen.schedule(), reach, steps),
        chosen.name(),
        weighed(chosen, outcomes, followed).outcome(),
        weighed(all.get(bestKnown), outcomes, bestKnown),
        weighed(all.get(best.index()), outcomes, best.index()),
        best.gain(),
        best.deviation(),
        best.sure(),
        order.stream().map(i -> weighed(all.get(i), outcomes, i)).toList(),
        List.copyOf(kinds.values()),
        reach.warnings(chosen.schedule(), steps));
  }

  /** The schedules of runs that survived to their end, stretched with their warm-up. */
  private static List<LongRunShapes.Shaped> stretched(Sweep sweep, Reach reach, double steps) {
    List<LongRunShapes.Shaped> known = new ArrayList<>();
    for (Run run : sweep.runs()) {
      double last = run.trajectory().lastStep();
      if (run.diverged() || !(last > 0)) {
        continue;
      }
      Schedule own = run.schedule().withWarmup().atLeast(reach.smallestRate());
      Schedule stretched = new StretchedSchedule(own, last, steps);
      if (!reach.overSurvived(stretched, steps)) {
        known.add(new LongRunShapes.Shaped(name(run), stretched));
      }
    }
    if (known.isEmpty()) {
      throw new IllegalArgumentException(
          "group " + sweep.group() + " has no run that survived, so that nothing can be planned");
    }
    return known;
  }

  /**
   * The run whose last value is the best, whatever its length; empty where none that survived
   * observed the objective.
   */
  public static Optional<Run> bestRun(Sweep sweep) {
    MetricTransform transform = sweep.objective().transform();
    return sweep.runs().stream()
        .filter(run -> !run.diverged() && run.trajectory().observes(transform))
        .min(
            Comparator.comparingDouble(
                run -> ObservedCurve.of(run.trajectory(), transform).lastValue()));
  }

  /** The stretched schedule of the best run that has one. */
  private static LongRunShapes.Shaped ofBestRun(Sweep sweep, List<LongRunShapes.Shaped> stretched) {
    Map<String, LongRunShapes.Shaped> byName = new LinkedHashMap<>();
    stretched.forEach(shaped -> byName.put(shaped.name(), shaped));
    Sweep usable =
        new Sweep(
            sweep.group(),
            sweep.objective(),
            sweep.runs().stream().filter(run -> byName.containsKey(name(run))).toList());
    return bestRun(usable).map(run -> byName.get(name(run))).orElse(stretched.get(0));
  }

  private static String name(Run run) {
    return "run " + run.run() + ", stretched";
  }

  private static LongRunPlan.Weighed weighed(
      LongRunShapes.Shaped shaped, Outcomes outcomes, int index) {
    return new LongRunPlan.Weighed(
        shaped.name(),
        new LongRunPlan.Expected(outcomes.mean(index), outcomes.standardDeviation(index)));
  }

  private static PiecewiseLogLinear knots(Schedule schedule, Reach reach, double steps) {
    double[] grid = new double[EARLY_SAMPLES + SAMPLES];
    for (int i = 0; i < EARLY_SAMPLES; i++) {
      grid[i] = EARLY * steps * i / EARLY_SAMPLES;
    }
    for (int i = 0; i < SAMPLES; i++) {
      grid[EARLY_SAMPLES + i] = steps * (EARLY + (1 - EARLY) * i / (SAMPLES - 1));
    }
    // Rates of knots are positive: a warm-up from 0 starts at the smallest rate of the group.
    return LogLinearKnots.atWholeSteps(
        step -> Math.max(reach.smallestRate(), schedule.learningRate(step)), grid);
  }
}
