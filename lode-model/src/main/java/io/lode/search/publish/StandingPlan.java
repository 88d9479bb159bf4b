package io.lode.search.publish;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.Estimate;
import io.lode.search.Gain;
import io.lode.search.ScheduleDecision;
import io.lode.search.evidence.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A plan that was published the night before, that runs followed since, and that is still expected
 * to be better than the proven schedule.
 *
 * <p>To be published a plan has to be surely better. To stay it has to be better: else it would be
 * taken back for what may be noise.
 *
 * @param run index of the first run with its schedule
 * @param schedule as it was published
 * @param estimate what is expected of it
 * @param gain over the proven schedule
 */
record StandingPlan(int run, PiecewiseLogLinear schedule, Estimate estimate, Gain gain) {

  /** Empty where no run of it tells, one of them diverged or may, or it is no longer better. */
  static Optional<StandingPlan> of(
      PiecewiseLogLinear plan,
      Panel panel,
      List<Integer> followed,
      SweepOutcomes sweep,
      Evidence evidence,
      int proven) {
    return followed.stream()
        .filter(run -> Double.isFinite(evidence.observed(run)) && !evidence.risky(run))
        .filter(run -> evidence.schedule(run) != evidence.schedule(proven))
        .min(Comparator.comparingDouble(evidence::observed))
        .map(run -> estimated(run, plan, panel, sweep, evidence, proven))
        .filter(found -> found.gain().difference() > 0);
  }

  private static StandingPlan estimated(
      int run,
      PiecewiseLogLinear plan,
      Panel panel,
      SweepOutcomes sweep,
      Evidence evidence,
      int proven) {
    List<IntervalSchedule> asked =
        List.of(schedule(run, sweep, evidence), schedule(proven, sweep, evidence));
    Panel.Opinions opinions = panel.opinions(asked, asked.get(1), sweep.horizonStep());
    double mean = evidence.estimate(run, opinions.sharedMean(0));
    double luck =
        evidence.noise() * Math.sqrt(1.0 / evidence.repeats(run) + 1.0 / evidence.repeats(proven));
    return new StandingPlan(
        run,
        plan,
        new Estimate(mean, evidence.noise() / Math.sqrt(evidence.repeats(run))),
        new Gain(evidence.estimate(proven, opinions.sharedMean(1)) - mean, luck));
  }

  private static IntervalSchedule schedule(int run, SweepOutcomes sweep, Evidence evidence) {
    return evidence.runs().get(run).intervals(sweep.horizonStep());
  }

  /** The decision to go on with it. */
  ScheduleDecision.Revised decision(Evidence evidence, int proven) {
    EvaluatedRun best = evidence.runs().get(proven);
    int runs = evidence.repeats(run);
    return new ScheduleDecision.Revised(
        schedule,
        estimate.mean(),
        estimate.standardDeviation(),
        best,
        String.format(
            Locale.ROOT,
            "the plan that was published before was run %s since, and is expected %s than run %s:"
                + " train with it",
            runs == 1 ? "once" : runs + " times",
            gain.inWords(),
            best.run().run()));
  }
}
