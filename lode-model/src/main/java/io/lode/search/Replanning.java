package io.lode.search;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.RunPace;
import io.lode.forecast.SweepOutcomes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Plans the rest of a run in flight: first what keeps it safe, then what is surely expected to be
 * better than the schedule in force.
 *
 * <p>Safety comes without a forecast of gain: no rate above what the sweep survived, times the
 * run's safe fraction ({@link RunPace#safeFraction}); and where the loss rises more than any
 * finished run's did, the rate is lowered at once by at least half. A gain must hold after the
 * panel's standard deviation against the schedule in force.
 */
public final class Replanning {

  /** A rate is at least halved when the loss rises, more where it rises more. */
  private static final double SMALLEST_DROP = Math.log(2);

  private static final double DROP_PER_RISE = 2;
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
        sweep.finished().size() < config.fewestRuns() || problem.outlook().rise() > 0
            ? List.of()
            : new RestCandidates(region, new SplittableRandom(problem.seed()))
                .search(problem.outlook().panel(), safe, config.pessimism());
    boolean forced = safe.changes();
    RevisedRest reference = forced ? safe : region.unlimited();
    RevisedRest chosen = reference;
    boolean better = false;
    String gain = "no plan was searched for";
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
    double rise = problem.outlook().rise();
    boolean urgent = rise > 0;
    RunPace pace = problem.outlook().pace();
    double sustained = sustained(problem);
    double held = Math.max(sustained, edge(sweep) * pace.safeFraction());
    double raised = Math.max(sustained, sweep.bounds().maximum() * pace.safeFraction());
    if (urgent) {
      double drop = Math.min(LARGEST_DROP, SMALLEST_DROP + DROP_PER_RISE * rise);
      held = problem.inForce().learningRate(problem.run().now()) * Math.exp(-drop);
      raised = held;
    }
    return new RestRegion(
        problem.inForce(),
        problem.run().now() + (urgent ? 0 : config.lead() * horizon),
        (urgent ? config.urgentRamp() : config.ramp()) * horizon,
        horizon,
        config.radius(),
        sweep.bounds().minimum(),
        Math.max(sweep.bounds().minimum(), held),
        Math.max(sweep.bounds().minimum(), raised));
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
    if (problem.outlook().rise() > 0) {
      return String.format(
          Locale.ROOT,
          "the loss rose by %.0f%% more than in any run of the sweep that came to its end: rates"
              + " lowered to %.3g at most; ",
          100 * Math.expm1(problem.outlook().rise()),
          region.held());
    }
    return String.format(
        Locale.ROOT,
        "the run goes %.2f times as fast as its sweep (log standard error %.2f): rates limited to"
            + " %.3g; ",
        Math.exp(pace.logPace()),
        pace.standardError(),
        region.held());
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
