package io.lode.search.replan;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.LossAlarm;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.RunPace;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.Gain;
import io.lode.search.ScheduleDecision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Plans the rest of a run in flight. Limits for safety come first. Inside these limits a better
 * rest is searched for.
 *
 * <p>Safety needs no forecast of a gain. No rate may be above the largest one that survived in the
 * sweep, times the run's safe fraction ({@link RunPace#safeFraction}). If the loss rises more than
 * it did in any finished run ({@link LossAlarm}), the rate is lowered at once and then comes back
 * to half of what it was. A better rest is followed only if its expected gain is larger than the
 * forecast's standard deviation, times the pessimism of the settings.
 */
public final class Replanning {

  private final ReplanConfig config;

  /** Plans with the given settings. */
  public Replanning(ReplanConfig config) {
    this.config = config;
  }

  /**
   * Decides on the rest of a run: keep the schedule in force, or revise it.
   *
   * @throws IllegalArgumentException if no run of the sweep reached the horizon
   */
  public ScheduleDecision decide(ReplanProblem problem) {
    SweepOutcomes sweep = problem.sweep();
    EvaluatedRun best = best(sweep);
    double left = sweep.horizonStep() - problem.run().now();
    double fewest = config.smallestRest() * sweep.horizonStep();
    if (left < fewest) {
      return kept(
          problem,
          best,
          String.format(
              Locale.ROOT, "%.0f steps are left, a revision needs at least %.0f", left, fewest));
    }
    RestRegion region = region(problem);
    RevisedRest safe = region.unshifted();
    boolean forced = safe.changes();
    Search search = search(problem, region, safe, forced ? safe : region.unlimited());
    if (search.better().isEmpty() && !forced) {
      return kept(problem, best, search.found());
    }
    RevisedRest chosen = search.better().orElse(safe);
    Panel.Opinions opinion =
        problem
            .outlook()
            .panel()
            .opinions(List.of(chosen), search.reference(), sweep.horizonStep());
    return new ScheduleDecision.Revised(
        chosen.knots(problem.inForce()),
        opinion.sharedMean(0),
        opinion.sharedStandardDeviation(0),
        best,
        String.format(
            Locale.ROOT,
            "%s%s: follow the revised schedule from step %.0f on",
            forced ? safety(problem, region) : "",
            search.found(),
            region.from()));
  }

  private static EvaluatedRun best(SweepOutcomes sweep) {
    return sweep
        .best()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "group "
                        + sweep.sweep().group()
                        + " has no run that reached step "
                        + sweep.horizonStep()));
  }

  /**
   * What a search for a better rest found.
   *
   * @param reference what a rest must beat: the schedule in force within its limits
   * @param better the rest that is expected to beat it by more than noise, empty where none is
   * @param found what was found, in words
   */
  private record Search(RevisedRest reference, Optional<RevisedRest> better, String found) {}

  private Search search(
      ReplanProblem problem, RestRegion region, RevisedRest safe, RevisedRest reference) {
    int finished = problem.sweep().finished().size();
    if (problem.outlook().alarm().isOn()) {
      return new Search(
          reference, Optional.empty(), "no better rest is searched for while the loss is high");
    }
    if (problem.outlook().panel().trackRecord().failed()) {
      return new Search(
          reference,
          Optional.empty(),
          "no better rest is searched for, since held-out runs were forecast no better than by"
              + " repeating the nearest run");
    }
    if (finished < config.fewestRuns()) {
      return new Search(
          reference,
          Optional.empty(),
          String.format(
              Locale.ROOT,
              "%d runs of the sweep reached step %.0f, a search for a better rest needs at least %d",
              finished,
              problem.sweep().horizonStep(),
              config.fewestRuns()));
    }
    Panel panel = problem.outlook().panel();
    RevisedRest plan =
        new RestCandidates(region, config.shifts(), new SplittableRandom(problem.seed()))
            .search(panel, safe, config.pessimism())
            .get(0);
    Panel.Opinions opinions =
        panel.opinions(List.of(plan, reference), reference, problem.sweep().horizonStep());
    Gain gain =
        new Gain(
            opinions.sharedMean(1) - opinions.sharedMean(0), opinions.sharedStandardDeviation(0));
    boolean better = gain.holds(config.pessimism()) && plan.changes();
    return new Search(
        reference,
        better ? Optional.of(plan) : Optional.empty(),
        String.format(
            Locale.ROOT,
            "the best rest found is expected %s than %s, %s of more than %s",
            gain.inWords(),
            reference.changes() ? "the limited schedule" : "the schedule in force",
            better ? "a gain" : "and a revision needs a gain",
            gain.asked(config.pessimism())));
  }

  private RestRegion region(ReplanProblem problem) {
    SweepOutcomes sweep = problem.sweep();
    double horizon = sweep.horizonStep();
    double smallest = sweep.bounds().minimum();
    LossAlarm alarm = problem.outlook().alarm();
    if (alarm.isOn()) {
      double ramp = config.urgentRamp() * horizon;
      return new RestRegion(
          problem.inForce(),
          problem.run().now(),
          ramp,
          horizon,
          config.radius(),
          smallest,
          recovery(alarm, ramp, horizon, smallest),
          smallest);
    }
    RunPace pace = problem.outlook().pace();
    double sustained = sustained(problem);
    double held = Math.max(sustained, edge(sweep) * pace.safeFraction());
    double raised = Math.max(sustained, sweep.bounds().maximum() * pace.safeFraction());
    return new RestRegion(
        problem.inForce(),
        problem.run().now() + config.lead() * horizon,
        config.ramp() * horizon,
        horizon,
        config.radius(),
        smallest,
        RestRegion.constant(Math.max(smallest, held)),
        Math.max(smallest, Math.min(raised, alarm.limit())));
  }

  /**
   * The largest rates after the loss has risen. They follow from where it was highest, so that the
   * next look finds nothing to add unless the loss has risen further.
   */
  private PiecewiseLogLinear recovery(
      LossAlarm alarm, double ramp, double horizon, double smallest) {
    ReplanConfig.Safety safety = config.safety();
    double drop =
        Math.min(
            Math.log(safety.largestDrop()),
            Math.log(safety.smallestDrop()) + safety.dropPerRise() * alarm.rise());
    double lowered = alarm.step() + ramp;
    return new PiecewiseLogLinear(
        new double[] {lowered, lowered + safety.recovery() * horizon},
        new double[] {
          Math.max(smallest, alarm.rate() * Math.exp(-drop)), Math.max(smallest, alarm.limit())
        });
  }

  /**
   * Expects the edge of stability half way, in log, between the largest rate that survived and the
   * lowest peak above it that diverged. Where no run diverged, a multiple of the largest survived
   * rate stands for that peak: the settings say which.
   */
  private double edge(SweepOutcomes sweep) {
    double survived = sweep.bounds().maximum();
    double diverged = config.safety().untriedEdge() * survived;
    for (EvaluatedRun run : sweep.runs()) {
      if (run.diverged()) {
        double peak = Math.exp(Arrays.stream(run.logLearningRate()).max().orElseThrow());
        diverged = peak > survived ? Math.min(diverged, peak) : diverged;
      }
    }
    return Math.sqrt(survived * diverged);
  }

  /** The largest rate that the run held over three whole intervals, 0 if it held none. */
  private static double sustained(ReplanProblem problem) {
    double width = problem.sweep().horizonStep() / Outcomes.INTERVALS;
    double largest = 0;
    double[] held = new double[(int) Math.floor(problem.run().now() / width + 1e-9)];
    for (int i = 0; i < held.length; i++) {
      held[i] = problem.run().applied().meanLearningRate(i * width, (i + 1) * width);
      if (i >= 2) {
        largest = Math.max(largest, Math.min(held[i], Math.min(held[i - 1], held[i - 2])));
      }
    }
    return largest;
  }

  private static String safety(ReplanProblem problem, RestRegion region) {
    RunPace pace = problem.outlook().pace();
    LossAlarm alarm = problem.outlook().alarm();
    if (alarm.isOn()) {
      return String.format(
          Locale.ROOT,
          "the loss rose by %.0f%% more than in any run of the sweep that came to its end: rates"
              + " lowered to %.3g, then to %.3g at most; ",
          100 * Math.expm1(alarm.rise()),
          region.held().learningRate()[0],
          alarm.limit());
    }
    return String.format(
        Locale.ROOT,
        "the run goes %.2f times as fast as its sweep (log standard error %.2f): rates limited to"
            + " %.3g; ",
        Math.exp(pace.logPace()),
        pace.standardError(),
        region.held().learningRate()[0]);
  }

  private static ScheduleDecision kept(ReplanProblem problem, EvaluatedRun best, String reason) {
    Panel.Opinions opinion =
        problem
            .outlook()
            .panel()
            .opinions(List.of(problem.inForce()), problem.inForce(), problem.sweep().horizonStep());
    return new ScheduleDecision.Kept(
        problem.inForce(),
        opinion.sharedMean(0),
        opinion.sharedStandardDeviation(0),
        best,
        reason + ": keep the schedule in force");
  }
}
