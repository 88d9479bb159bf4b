package io.lode.search.publish;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ReshapedSchedule;
import io.lode.search.ScheduleDecision;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Decides what is published, under both policies (DESIGN 4.5). */
public final class Publication {

  /** Runs of a schedule that prove it. */
  public static final int PROVEN_RUNS = 2;

  private final SweepOutcomes sweep;
  private final Evidence evidence;
  private final SearchConfig config;
  private final int published;
  private final List<String> proposed;

  /**
   * Chooses the proven schedule: the last one published, or a challenger that was run at least
   * twice, is better on its fresh repeats by more than chance, and may not diverge by chance.
   *
   * @param last key of the run published last, empty on the first night
   * @param proposed keys of the runs that followed a proposal
   */
  public Publication(
      SweepOutcomes sweep,
      Evidence evidence,
      SearchConfig config,
      Optional<String> last,
      List<String> proposed) {
    this.sweep = sweep;
    this.evidence = evidence;
    this.config = config;
    this.proposed = proposed;
    int before = last.map(evidence::find).orElse(-1);
    if (before < 0 || !mayStand(before)) {
      before = evidence.bestRun(this::mayStand);
    }
    published = challenged(before);
  }

  /** Whether a run's schedule may stay published: risk speaks against proposals alone. */
  private boolean mayStand(int run) {
    return Double.isFinite(evidence.observed(run))
        && !(evidence.risky(run) && proposed.contains(Evidence.key(evidence.runs().get(run))));
  }

  private int challenged(int before) {
    int champion = before;
    Optional<Integer> challenger =
        IntStream.range(0, evidence.runs().size())
            .filter(i -> evidence.schedule(i) == i)
            .filter(i -> evidence.repeats(i) >= PROVEN_RUNS)
            .filter(i -> Double.isFinite(evidence.observed(i)) && !evidence.risky(i))
            .boxed()
            .min(Comparator.comparingDouble(evidence::confirmed));
    if (challenger.isPresent()
        && evidence.schedule(challenger.get()) != evidence.schedule(champion)) {
      int run = challenger.get();
      double chance =
          config.hysteresis()
              * evidence.noise()
              * Math.sqrt(1.0 / evidence.repeats(run) + 1.0 / evidence.repeats(champion));
      if (evidence.confirmed(run) < evidence.confirmed(champion) - chance) {
        champion = run;
      }
    }
    return champion;
  }

  /** Index of the run whose schedule is proven. */
  public int published() {
    return published;
  }

  /** The decision of the policy that publishes only what was run. */
  public ScheduleDecision proven() {
    EvaluatedRun run = evidence.runs().get(published);
    boolean ours =
        IntStream.range(0, evidence.runs().size())
            .filter(i -> evidence.schedule(i) == evidence.schedule(published))
            .allMatch(i -> proposed.contains(Evidence.key(evidence.runs().get(i))));
    double mean = evidence.confirmed(published);
    double standardDeviation = evidence.noise() / Math.sqrt(evidence.repeats(published));
    String name = run.run().run();
    if (ours) {
      return new ScheduleDecision.Revised(
          knots(run),
          mean,
          standardDeviation,
          run,
          String.format(
              Locale.ROOT,
              "proposal %s was run %d times and beat the best run of the sweep",
              name,
              evidence.repeats(published)));
    }
    return new ScheduleDecision.Kept(
        knots(run),
        mean,
        standardDeviation,
        run,
        "no proposal that was run twice is better than run " + name);
  }

  /**
   * The decision of the policy that publishes the best plan where even its pessimistic outcome
   * beats what is proven.
   *
   * @param plan the candidate with the best pessimistic outcome
   * @param schedule the plan as it would be published
   */
  public ScheduleDecision planned(Panel panel, IntervalSchedule plan, ReshapedSchedule schedule) {
    EvaluatedRun run = evidence.runs().get(published);
    IntervalSchedule provenSchedule =
        new IntervalSchedule(run.logLearningRate(), sweep.horizonStep());
    Panel.Opinions opinions =
        panel.opinions(List.of(plan, provenSchedule), provenSchedule, sweep.horizonStep());
    double mean = opinions.sharedMean(0);
    double standardDeviation = opinions.sharedStandardDeviation(0);
    double gain = evidence.estimate(published, opinions.sharedMean(1)) - mean;
    long finished = sweep.runs().stream().filter(EvaluatedRun::finished).count();
    if (finished < config.fewestRuns()) {
      return kept(
          run,
          String.format(
              Locale.ROOT,
              "%d runs reached step %.0f, a plan needs at least %d",
              finished,
              sweep.horizonStep(),
              config.fewestRuns()));
    }
    if (gain > config.pessimism() * standardDeviation) {
      return new ScheduleDecision.Revised(
          schedule.knots(),
          mean,
          standardDeviation,
          run,
          String.format(
              Locale.ROOT,
              "expected %.2f%% better than run %s, and better within %.1f standard deviations"
                  + " (%.2f%%)",
              100 * (1 - Math.exp(-gain)),
              run.run().run(),
              config.pessimism(),
              100 * standardDeviation));
    }
    return kept(
        run,
        String.format(
            Locale.ROOT,
            "the best plan is expected %.2f%% better than run %s, not surely so: standard deviation"
                + " %.2f%%",
            100 * (1 - Math.exp(-gain)),
            run.run().run(),
            100 * standardDeviation));
  }

  private ScheduleDecision kept(EvaluatedRun run, String reason) {
    ScheduleDecision proven = proven();
    return new ScheduleDecision.Kept(
        proven.schedule(), proven.mean(), proven.standardDeviation(), run, reason);
  }

  private PiecewiseLogLinear knots(EvaluatedRun run) {
    return ReshapedSchedule.unchanged(run.schedule(), sweep.horizonStep(), sweep.bounds().minimum())
        .knots();
  }
}
