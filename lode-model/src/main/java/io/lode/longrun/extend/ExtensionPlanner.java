package io.lode.longrun.extend;

import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunPlan.Expected;
import io.lode.longrun.LongRunPlan.Weighed;
import io.lode.longrun.LongRunShapes.Shaped;
import io.lode.longrun.Reach;
import io.lode.schedule.LogLinearKnots;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.search.replan.RestSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Plans how a training goes on beyond its end.
 *
 * <p>Levels and cooldowns are tried, and the best of them is changed freely. What is found is
 * planned where it is surely better than the best of the usual choices under the same forecast;
 * otherwise that choice is planned. No schedule holds a rate that no run survived.
 */
public final class ExtensionPlanner {

  /** Points among which the knots of a rest are chosen. */
  private static final int SAMPLES = 400;

  /** Points of the ramp among them: it is short. */
  private static final int RAMP_SAMPLES = 20;

  /** Most points of the past among which its knots are chosen: logs may be long. */
  private static final int PAST_SAMPLES = 2000;

  /** A rate below this part of the largest that a run held is a cooldown's. */
  private static final double FALLING = 0.98;

  private final double surely;
  private final RestSearch search;

  /**
   * Plans with the given settings.
   *
   * @param surely standard deviations by which a searched rest must be better than a usual one
   * @param search changes the best rest freely
   */
  public ExtensionPlanner(double surely, RestSearch search) {
    this.surely = surely;
    this.search = search;
  }

  /** Plans. */
  public ExtensionPlan plan(Extension extension, LongRunForecaster group) {
    ContinuedForecaster forecaster = new ContinuedForecaster(group, extension);
    Reach reach = group.reach();
    Rests rests = new Rests(extension, reach);
    List<Shaped> usual = rests.usual();
    List<Shaped> all = new ArrayList<>(usual);
    all.addAll(rests.searched());
    int plain = all.size();
    Shaped best = all.get(best(forecaster.outcomes(schedules(all), extension.steps()), plain));
    all.add(changed(extension, forecaster, reach, rests.ramp(), best));
    Outcomes outcomes = forecaster.outcomes(schedules(all), extension.steps());
    int known = best(outcomes, usual.size());
    Step searched = step(outcomes, group, known, best(outcomes, plain));
    Step free = step(outcomes, group, searched.chosen(), plain);
    Step told = free.surely() ? step(outcomes, group, known, plain) : searched;
    int chosen = free.chosen();
    return new ExtensionPlan(
        knots(all.get(chosen).schedule(), extension, reach, rests.ramp()),
        all.get(chosen).name(),
        expected(outcomes, chosen),
        IntStream.range(0, usual.size())
            .boxed()
            .sorted(Comparator.comparingDouble(outcomes::mean))
            .map(i -> new Weighed(usual.get(i).name(), expected(outcomes, i)))
            .toList(),
        told.gain(),
        told.deviation(),
        chosen != known,
        reach.warnings(all.get(chosen).schedule(), extension.steps()));
  }

  /** Whether a rest takes the place of another one, and by how much it is better. */
  private record Step(int chosen, double gain, double deviation, boolean surely) {}

  /** The more a rest was searched for, the more it has to be better than a simpler one. */
  private Step step(Outcomes outcomes, LongRunForecaster group, int simple, int better) {
    double gain = outcomes.mean(simple) - outcomes.mean(better);
    Outcomes ofMembers = new Outcomes(outcomes.members(), new double[schedulesOf(outcomes)]);
    // What lies beyond the runs is as unknown for both; what differs is what the fit gets wrong.
    double deviation =
        Math.hypot(
            ofMembers.standardDeviationAgainst(simple, better),
            Math.sqrt(2) * group.error().within());
    boolean is = simple != better && gain > surely * deviation;
    return new Step(is ? better : simple, gain, deviation, is);
  }

  private static int schedulesOf(Outcomes outcomes) {
    return outcomes.residualStandardDeviation().length;
  }

  /**
   * The step before a run's last cooldown began, where it had begun by another one: a checkpoint
   * from there may be worth more than the last. Empty where the rate in force is no cooldown's.
   */
  public static OptionalDouble beforeCooldown(Extension extension) {
    double[] step = extension.run().trajectory().step();
    double[] rate = extension.run().trajectory().learningRate();
    double held = Reach.held(extension.run().schedule(), extension.from());
    int last = -1;
    int count = 0;
    for (int i = 0; i < step.length && step[i] <= extension.from(); i++) {
      last = rate[i] >= FALLING * held ? i : last;
      count = i + 1;
    }
    return last < 0 || last >= count - 1 || !(step[last] > 0)
        ? OptionalDouble.empty()
        : OptionalDouble.of(step[last]);
  }

  private static List<Schedule> schedules(List<Shaped> shaped) {
    return shaped.stream().map(Shaped::schedule).toList();
  }

  private static int best(Outcomes outcomes, int count) {
    return IntStream.range(0, count)
        .boxed()
        .min(Comparator.comparingDouble(outcomes::mean))
        .orElseThrow();
  }

  /** The best rest with a smooth change that the forecast prefers. */
  private Shaped changed(
      Extension extension, ContinuedForecaster forecaster, Reach reach, double ramp, Shaped best) {
    PiecewiseLogLinear inForce = knots(best.schedule(), extension, reach, ramp);
    return new Shaped(
        best.name() + ", changed freely",
        search.search(
            new Panel(List.of(forecaster), 0),
            inForce,
            new RestSearch.Limits(
                extension.from(),
                ramp,
                extension.steps(),
                reach.smallestRate(),
                Math.max(reach.largestSurvived(), largest(inForce)))));
  }

  private static double largest(PiecewiseLogLinear schedule) {
    return Arrays.stream(schedule.learningRate()).max().orElseThrow();
  }

  private static Expected expected(Outcomes outcomes, int index) {
    return new Expected(outcomes.mean(index), outcomes.standardDeviation(index));
  }

  /** The knots of the past, then those of the rest, with one at the checkpoint. */
  private static PiecewiseLogLinear knots(
      Schedule schedule, Extension extension, Reach reach, double ramp) {
    Schedule positive = step -> Math.max(reach.smallestRate(), schedule.learningRate(step));
    double[] logged = extension.run().trajectory().until(extension.from()).step();
    int every = Math.max(1, logged.length / PAST_SAMPLES);
    double[] past =
        IntStream.range(0, logged.length)
            .filter(i -> i % every == 0)
            .mapToDouble(i -> logged[i])
            .filter(step -> step < Math.rint(extension.from()))
            .toArray();
    double[] rest = new double[RAMP_SAMPLES + SAMPLES + 1];
    for (int i = 0; i <= RAMP_SAMPLES; i++) {
      rest[i] = extension.from() + ramp * i / RAMP_SAMPLES;
    }
    double left = extension.rest() - ramp;
    for (int i = 1; i <= SAMPLES; i++) {
      rest[RAMP_SAMPLES + i] = extension.from() + ramp + left * i / SAMPLES;
    }
    rest[rest.length - 1] = extension.steps();
    PiecewiseLogLinear after = LogLinearKnots.atWholeSteps(positive, rest);
    if (past.length == 0) {
      return after;
    }
    PiecewiseLogLinear before =
        past.length == 1
            ? new PiecewiseLogLinear(past, new double[] {positive.learningRate(past[0])})
            : LogLinearKnots.of(positive, past);
    return new PiecewiseLogLinear(
        joined(before.step(), after.step()), joined(before.learningRate(), after.learningRate()));
  }

  private static double[] joined(double[] first, double[] second) {
    double[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
