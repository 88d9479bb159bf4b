package io.lode.lab.world;

import io.lode.schedule.Schedule;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A world whose true loss is an exact function of the rates of each interval.
 *
 * @param name what it is called
 * @param law the loss
 * @param rule what the trainer allows the rates to do
 * @param stepsPerInterval optimiser steps in each interval
 * @param bounds rates that a schedule may use
 * @param sweepSchedules what an ordinary sweep tries
 * @param noise of the observations
 */
record ClosedFormWorld(
    String name,
    LossLaw law,
    RateRule rule,
    int stepsPerInterval,
    ScheduleBounds bounds,
    List<SweepSchedule> sweepSchedules,
    ObservationNoise noise)
    implements World {

  /** A run has diverged when its loss exceeds this multiple of the loss it started from. */
  static final double DIVERGED_FACTOR = 3;

  private static final int PERTURBATIONS = 8;

  @Override
  public double totalSteps() {
    return (double) Intervals.COUNT * stepsPerInterval;
  }

  @Override
  public List<Run> train(
      List<? extends Schedule> schedules, List<String> names, double steps, long seed) {
    SimulatedLog.checkNames(schedules, names);
    Intervals intervals = Intervals.upTo(steps, stepsPerInterval);
    SplittableRandom seeds = new SplittableRandom(seed);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      SimulatedLog log = log(schedules.get(i), intervals, seeds.split());
      runs.add(log.run(names.get(i), seed, i, totalSteps()));
    }
    return List.copyOf(runs);
  }

  private SimulatedLog log(Schedule schedule, Intervals intervals, SplittableRandom random) {
    double[] applied = appliedRates(schedule, intervals);
    LossLaw.Losses losses = law.losses(applied, intervals);
    int completed = losses.divergedAt(divergedAbove());
    double runDeviation = random.nextGaussian();
    return new SimulatedLog(
        intervals,
        loggedRates(schedule, applied, intervals),
        noise.observe(losses.training(), completed, runDeviation, random.split()),
        noise.observe(losses.validation(), completed, runDeviation, random.split()));
  }

  private double[] appliedRates(Schedule schedule, Intervals intervals) {
    double[] rates = intervals.meanRates(schedule);
    double largest = rule.largest(bounds);
    for (int k = 0; k < rates.length; k++) {
      rates[k] = Math.min(rates[k], largest);
    }
    rule.apply(rates);
    return rates;
  }

  /** The rates in force at interval ends: the schedule's own, where the rule did not lower them. */
  private double[] loggedRates(Schedule schedule, double[] applied, Intervals intervals) {
    double[] means = intervals.meanRates(schedule);
    double[] rates = intervals.endRates(schedule);
    for (int k = 0; k < rates.length; k++) {
      if (applied[k] < means[k]) {
        rates[k] = Math.min(rates[k], applied[k]);
      }
    }
    rule.apply(rates);
    return rates;
  }

  @Override
  public TrueOutcome trueOutcome(Schedule schedule, double step, int repeats, long seed) {
    Intervals intervals = Intervals.upTo(step, stepsPerInterval);
    return TrueOutcome.exact(lossAtEnd(appliedRates(schedule, intervals), intervals));
  }

  /** True loss at the end of rates that the trainer applies as they are; NaN if they diverge. */
  double lossAtEnd(double[] rates, Intervals intervals) {
    LossLaw.Losses losses = law.losses(rates, intervals);
    return losses.divergedAt(divergedAbove()) < rates.length
        ? Double.NaN
        : losses.validation()[rates.length - 1];
  }

  /** A true loss above this one has diverged. */
  double divergedAbove() {
    return DIVERGED_FACTOR * law.startLoss();
  }

  /**
   * {@inheritDoc}
   *
   * <p>No optimum is kept for the result, so it goes under a name of its own.
   */
  @Override
  public World with(Difference difference) {
    if (!(difference instanceof Difference.Pace pace)) {
      throw new IllegalArgumentException(
          "runs of world " + name + " differ in their pace, found " + difference.label());
    }
    return new ClosedFormWorld(
        name + "-" + difference.label().replace(' ', '-'),
        law.paced(pace.factor()),
        rule,
        stepsPerInterval,
        bounds,
        sweepSchedules,
        noise);
  }

  @Override
  public Optional<KnownOptimum> bestKnown(double step) {
    return KnownOptima.find(name, step)
        .or(() -> Optional.of(new OptimumSearch(this, PERTURBATIONS).search(step)));
  }
}
