package io.lode.longrun.anytime;

import io.lode.artifact.Cooldowns;
import io.lode.artifact.Cooldowns.Shape;
import io.lode.forecast.Forecast;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunPlan.Expected;
import io.lode.longrun.LongRunPlan.Weighed;
import io.lode.longrun.LongRunShapes;
import io.lode.longrun.Reach;
import io.lode.longrun.anytime.AnytimePlan.Stop;
import io.lode.schedule.LogLinearKnots;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Plans a training whose end is not known.
 *
 * <p>Trunks at peaks that runs survived compete: constant ones, and such as fall with the square
 * root of the step. A trunk is worth the mean, over the steps at which the user may stop, of what
 * its best cooldown reaches. A falling trunk is taken where it is surely better than a constant
 * one.
 */
public final class AnytimePlanner {

  /** Steps at which a user may stop, in equal ratios. Count: between them lengths are on a line. */
  private static final int STOPS = 8;

  /** The first of them, as a part of the longest run. */
  private static final double FIRST_STOP = 0.25;

  /** The first of them at least, in warm-ups: there is no cooldown of a warm-up. */
  private static final double WARMUPS = 4;

  /** Parts of a training over which it is cooled down. */
  private static final double[] PARTS = {0.1, 0.2, 0.3, 0.4, 0.5};

  /** Step at which a falling trunk begins to fall, as a part of the longest run. */
  private static final double FALL = 0.25;

  /** Points among which the knots of the trunk are chosen. */
  private static final int SAMPLES = 400;

  private final double surely;

  /**
   * Plans with the given settings.
   *
   * @param surely standard deviations by which a falling trunk must be better than a constant one
   */
  public AnytimePlanner(double surely) {
    this.surely = surely;
  }

  private record Trunk(String name, Schedule schedule, boolean falls) {}

  /** A trunk with one shape of cooldown, and its best stops. */
  private record Candidate(Trunk trunk, Shape shape, List<Stop> stops) {

    double worth() {
      return stops.stream().mapToDouble(Stop::mean).average().orElseThrow();
    }
  }

  /**
   * Plans.
   *
   * @param last the last step at which the training may end
   * @throws IllegalArgumentException if that is before the first stop: a quarter of the longest
   *     run, and four warm-ups
   */
  public AnytimePlan plan(Sweep sweep, LongRunForecaster forecaster, double last) {
    Reach reach = forecaster.reach();
    double warmup = LongRunShapes.warmup(sweep);
    double first = Math.max(FIRST_STOP * reach.steps(), WARMUPS * warmup);
    if (!(last > first) || Double.isInfinite(last)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a training without a known end must be planned beyond step %.0f, a quarter of the"
                  + " longest run and four warm-ups; found %.0f",
              first,
              last));
    }
    List<Candidate> candidates = new ArrayList<>();
    for (Trunk trunk : trunks(sweep, reach, warmup)) {
      for (Shape shape : Shape.values()) {
        candidates.add(new Candidate(trunk, shape, stops(forecaster, trunk, shape, first, last)));
      }
    }
    Candidate constant = best(candidates.stream().filter(one -> !one.trunk().falls()).toList());
    Candidate any = best(candidates);
    double deviation = Math.sqrt(2) * forecaster.error().within();
    Candidate chosen = constant.worth() - any.worth() > surely * deviation ? any : constant;
    return new AnytimePlan(
        knots(chosen.trunk().schedule(), reach, last),
        chosen.trunk().name(),
        chosen.shape(),
        LongRunShapes.SMALLEST_OF_PEAK,
        chosen.stops(),
        candidates.stream()
            .filter(one -> !one.equals(chosen))
            .sorted(Comparator.comparingDouble(Candidate::worth))
            .map(AnytimePlanner::weighed)
            .toList(),
        reach.warnings(chosen.trunk().schedule(), last));
  }

  private static Candidate best(List<Candidate> candidates) {
    return candidates.stream().min(Comparator.comparingDouble(Candidate::worth)).orElseThrow();
  }

  private static Weighed weighed(Candidate candidate) {
    Stop last = candidate.stops().get(candidate.stops().size() - 1);
    return new Weighed(
        candidate.trunk().name() + ", " + candidate.shape().label() + " cooldown",
        new Expected(last.mean(), last.standardDeviation()));
  }

  private static List<Trunk> trunks(Sweep sweep, Reach reach, double warmup) {
    List<Trunk> trunks = new ArrayList<>();
    double fall = FALL * reach.steps();
    for (double peak : LongRunShapes.peaks(sweep, reach)) {
      Schedule falling = step -> peak / Math.sqrt(1 + step / fall);
      trunks.add(
          new Trunk(
              String.format(Locale.ROOT, "hold %.3g", peak),
              warmedUp(warmup, ParametricSchedules.constant(peak)),
              false));
      trunks.add(
          new Trunk(
              String.format(
                  Locale.ROOT, "%.3g, falling with the square root from step %.0f", peak, fall),
              warmedUp(warmup, falling),
              true));
    }
    return trunks;
  }

  private static Schedule warmedUp(double warmup, Schedule afterwards) {
    return warmup > 0 ? ParametricSchedules.warmup(warmup, afterwards) : afterwards;
  }

  /** The best cooldown for every end; later ends begin theirs later. */
  private static List<Stop> stops(
      LongRunForecaster forecaster, Trunk trunk, Shape shape, double first, double last) {
    Cooldowns cooldowns =
        new Cooldowns(
            shape,
            LongRunShapes.SMALLEST_OF_PEAK,
            List.of(new Cooldowns.Stop(1, 1, Double.NaN, Double.NaN)));
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < STOPS; i++) {
      double end = Math.rint(first * Math.pow(last / first, i / (STOPS - 1.0)));
      double before = stops.isEmpty() ? 0 : stops.get(stops.size() - 1).fromStep();
      Stop best = null;
      for (double part : PARTS) {
        double steps = Math.rint(part * end);
        double from = end - steps;
        // The shortest cooldown begins late enough whatever the stop before it does.
        if (steps < 1 || from <= before) {
          continue;
        }
        Forecast forecast =
            forecaster.forecast(
                cooldowns.stopped(trunk.schedule(), from, steps), new double[] {end});
        if (best == null || forecast.mean()[0] < best.mean()) {
          best = new Stop(from, steps, forecast.mean()[0], forecast.standardDeviation()[0]);
        }
      }
      if (best != null) {
        stops.add(best);
      }
    }
    return stops;
  }

  private static PiecewiseLogLinear knots(Schedule trunk, Reach reach, double last) {
    double[] grid = new double[2 * SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      // Warm-ups are short: the first twentieth has as many points as the rest.
      grid[i] = 0.05 * last * i / SAMPLES;
      grid[SAMPLES + i] = last * (0.05 + 0.95 * i / (SAMPLES - 1));
    }
    // Rounding must not leave the last knot before the end.
    grid[grid.length - 1] = last;
    return LogLinearKnots.atWholeSteps(
        step -> Math.max(reach.smallestRate(), trunk.learningRate(step)), grid);
  }
}
