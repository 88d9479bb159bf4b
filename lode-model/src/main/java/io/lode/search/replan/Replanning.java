package io.lode.search.replan;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.LossAlarm;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.RunPace;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.ScheduleDecision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Plans the rest of a run in flight: first what keeps it safe, then what is surely expected to be
 * better than the schedule in force.
 *
 * <p>Safety comes without a forecast of gain: no rate above what the sweep survived, times the
 * run's safe fraction ({@link RunPace#safeFraction}); and where the loss rises as no finished run's
 * did ({@link LossAlarm}), the rate is lowered at once to an eighth or less of what it was there,
 * and then comes back to half of it. A gain must hold after the panel's standard deviation against
 * the schedule in force.
 */
public final class Replanning {

  /** A rate that the loss rose at is divided by this times the square of the rise. */
  private static final double SMALLEST_DROP = Math.log(2);

  private static final double DROP_PER_RISE = 2;

  /** Part of the horizon over which a rate that was lowered comes back to what is trusted. */
  private static final double RECOVERY = 0.05;

  private static final double BEYOND_THE_SWEEP = 2;
  private static final double LARGEST_DROP = Math.log(20);

  private final ReplanConfig config;

  /** Plans with the given settings. */
  public Replanning(ReplanConfig config) {
    this.config = config;
  }

  /**
   * Decides on the rest of a run.
   *
   * @throws IllegalArgumentException if no run of the sweep reached the horizon
   */
  public ScheduleDecision decide(ReplanProblem problem) {
    SweepOutcomes sweep = problem.sweep();
    EvaluatedRun best =
        sweep
            .best()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "group "
                            + sweep.sweep().group()
                            + " has no run that reached step "
                            + sweep.horizonStep()));
    double left = sweep.horizonStep() - problem.run().now();
    if (left < config.smallestRest() * sweep.horizonStep()) {
      return kept(problem, best, String.format(Locale.ROOT, "%.0f steps are left", left));
    }
    RestRegion region = region(problem);
    RevisedRest safe = region.unshifted();
    List<RevisedRest> candidates =
        sweep.finished().size() < config.fewestRuns() || problem.outlook().alarm().isOn()
            ? List.of()
            : new RestCandidates(region, new SplittableRandom(problem.seed()))
                .search(problem.outlook().panel(), safe, config.pessimism());
    boolean forced = safe.changes();
    RevisedRest reference = forced ? safe : region.unlimited();
    RevisedRest chosen = reference;
    boolean better = false;
    String gain =
        problem.outlook().alarm().isOn()
            ? "no plan is searched for while the loss is high"
            : "no plan was searched for";
    if (!candidates.isEmpty()) {
      RevisedRest plan = candidates.get(0);
      Panel.Opinions opinions =
          problem
              .outlook()
              .panel()
              .opinions(List.of(plan, reference), reference, sweep.horizonStep());
      double expected = opinions.sharedMean(1) - opinions.sharedMean(0);
      double deviation = opinions.sharedStandardDeviation(0);
      gain =
          String.format(
              Locale.ROOT,
              "the best rest found is expected %.2f%% better, standard deviation %.2f%%",
              100 * (1 - Math.exp(-expected)),
              100 * deviation);
      if (expected > config.pessimism() * deviation && plan.changes()) {
        chosen = plan;
        better = true;
      }
    }
    if (!better && !forced) {
      return kept(problem, best, gain);
    }
    Panel.Opinions opinion =
        problem.outlook().panel().opinions(List.of(chosen), reference, sweep.horizonStep());
    return new ScheduleDecision.Revised(
        chosen.knots(problem.inForce()),
        opinion.sharedMean(0),
        opinion.sharedStandardDeviation(0),
        best,
        (forced ? safety(problem, region) : "") + gain);
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
  private static PiecewiseLogLinear recovery(
      LossAlarm alarm, double ramp, double horizon, double smallest) {
    double drop = Math.min(LARGEST_DROP, SMALLEST_DROP + DROP_PER_RISE * alarm.rise());
    double lowered = alarm.step() + ramp;
    return new PiecewiseLogLinear(
        new double[] {lowered, lowered + RECOVERY * horizon},
        new double[] {
          Math.max(smallest, alarm.rate() * Math.exp(-drop)), Math.max(smallest, alarm.limit())
        });
  }

  /**
   * Where the edge of stability is to be expected: between the largest rate that was survived and
   * the smallest peak of a run that diverged, or twice the former where none did (DESIGN 4: rates
   * twice beyond a sweep's diverged 26 of 27 times).
   */
  private static double edge(SweepOutcomes sweep) {
    double survived = sweep.bounds().maximum();
    double diverged = BEYOND_THE_SWEEP * survived;
    for (EvaluatedRun run : sweep.runs()) {
      if (run.diverged()) {
        double peak = Math.exp(Arrays.stream(run.logLearningRate()).max().orElseThrow());
        diverged = peak > survived ? Math.min(diverged, peak) : diverged;
      }
    }
    return Math.sqrt(survived * diverged);
  }

  /** The largest rate that the run itself has held over three intervals, 0 before that. */
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
        problem.inForce(), opinion.sharedMean(0), opinion.sharedStandardDeviation(0), best, reason);
  }
}
