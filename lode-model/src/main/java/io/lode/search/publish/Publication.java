package io.lode.search.publish;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ReshapedSchedule;
import io.lode.search.Estimate;
import io.lode.search.Gain;
import io.lode.search.PublicationConfig;
import io.lode.search.ScheduleDecision;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides which schedule is published, under each of two policies.
 *
 * <p>{@link #proven} publishes only schedules that were run: the best run of the sweep, or a
 * proposal with enough repeats. {@link #planned} may also publish a plan that no run followed, if
 * even its pessimistic outcome beats the proven schedule. A proposal that may diverge with another
 * seed is never published.
 */
public final class Publication {

  private final SweepOutcomes sweep;
  private final Evidence evidence;
  private final PublicationConfig config;
  private final int published;
  private final List<String> proposed;
  private final Optional<StandingPlan> standing;

  /**
   * Chooses the proven schedule. It is the last one published, unless a challenger replaces it. A
   * challenger has enough repeats, is better by more than noise without counting its first run, and
   * is near no run that diverged by chance.
   *
   * @param config when a schedule may be published
   * @param last key of the run published last, empty on the first night
   * @param proposed keys of the runs that followed a proposal
   */
  public Publication(
      SweepOutcomes sweep,
      Evidence evidence,
      PublicationConfig config,
      Optional<String> last,
      List<String> proposed) {
    this.sweep = sweep;
    this.evidence = evidence;
    this.config = config;
    this.proposed = proposed;
    standing = Optional.empty();
    int before = last.map(evidence::find).orElse(-1);
    if (before < 0 || !mayStand(before)) {
      before = evidence.bestRun(this::mayStand);
    }
    published = challenged(before);
  }

  /**
   * Whether a run's schedule may stay published. A risk of divergence rules out proposals only:
   * users chose the runs of the sweep themselves.
   */
  private boolean mayStand(int run) {
    return Double.isFinite(evidence.observed(run))
        && !(evidence.risky(run) && proposed.contains(Evidence.key(evidence.runs().get(run))));
  }

  private int challenged(int before) {
    int champion = before;
    Optional<Integer> challenger =
        IntStream.range(0, evidence.runs().size())
            .filter(i -> evidence.schedule(i) == i)
            .filter(i -> evidence.repeats(i) >= config.provenRuns())
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

  /** The decision of the policy that publishes only schedules that were run. */
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
              "proposal %s was run %d times and beat the best run of the sweep: train with this"
                  + " schedule",
              name,
              evidence.repeats(published)));
    }
    return new ScheduleDecision.Kept(
        knots(run),
        mean,
        standardDeviation,
        run,
        String.format(
            Locale.ROOT,
            "no proposal that was run at least %d times is better than run %s: run the next"
                + " proposals to find a better schedule",
            config.provenRuns(),
            name));
  }

  /**
   * The same where a plan may stand that was published before ({@link StandingPlan}). New plans
   * then have to be surely better than it.
   *
   * @param plan as it was published
   * @param panel the forecasters
   * @param followed indices of the finished runs that followed it
   */
  public Publication letting(PiecewiseLogLinear plan, Panel panel, List<Integer> followed) {
    return new Publication(
        this, StandingPlan.of(plan, panel, followed, sweep, evidence, published));
  }

  private Publication(Publication other, Optional<StandingPlan> standing) {
    sweep = other.sweep;
    evidence = other.evidence;
    config = other.config;
    published = other.published;
    proposed = other.proposed;
    this.standing = standing;
  }

  /** Index of the run whose schedule a new plan has to beat. */
  private int toBeat() {
    return standing.map(StandingPlan::run).orElse(published);
  }

  private IntervalSchedule schedule(int run) {
    return evidence.runs().get(run).intervals(sweep.horizonStep());
  }

  /** The decision of the policy that may publish plans, on a night that has none. */
  public ScheduleDecision planned() {
    return standing
        .<ScheduleDecision>map(found -> found.decision(evidence, published))
        .orElseGet(this::proven);
  }

  /**
   * A plan that the forecasters alone judge.
   *
   * @param panel the forecasters
   * @param plan the candidate
   * @param schedule the plan as it would be published
   */
  public Plan plan(Panel panel, IntervalSchedule plan, PiecewiseLogLinear schedule) {
    IntervalSchedule provenSchedule = schedule(toBeat());
    Panel.Opinions opinions =
        panel.opinions(List.of(plan, provenSchedule), provenSchedule, sweep.horizonStep());
    Estimate estimate = new Estimate(opinions.sharedMean(0), opinions.sharedStandardDeviation(0));
    return new Plan(
        "the best plan",
        schedule,
        estimate,
        new Gain(
            evidence.estimate(toBeat(), opinions.sharedMean(1)) - estimate.mean(),
            estimate.standardDeviation()),
        config.fewestRuns());
  }

  /**
   * A plan with an estimate of its own, which observed runs bound. It needs no number of runs.
   *
   * @param panel the forecasters, asked about the proven schedule
   * @param what the plan is, in words
   * @param schedule the plan as it would be published
   */
  public Plan plan(Panel panel, String what, PiecewiseLogLinear schedule, Estimate estimate) {
    return plan(panel, what, schedule, estimate, 1);
  }

  /**
   * As {@link #plan}, of a plan that rests on the forecasters and needs as many runs as they do.
   */
  public Plan forecast(Panel panel, String what, PiecewiseLogLinear schedule, Estimate estimate) {
    return plan(panel, what, schedule, estimate, config.fewestRuns());
  }

  private Plan plan(
      Panel panel, String what, PiecewiseLogLinear schedule, Estimate estimate, int fewestRuns) {
    IntervalSchedule provenSchedule = schedule(toBeat());
    double proven =
        panel.opinions(List.of(provenSchedule), provenSchedule, sweep.horizonStep()).sharedMean(0);
    return new Plan(
        what,
        schedule,
        estimate,
        new Gain(
            evidence.estimate(toBeat(), proven) - estimate.mean(), estimate.standardDeviation()),
        fewestRuns);
  }

  /** Whether enough runs reached the horizon. */
  public boolean hasEnoughRuns(Plan plan) {
    return finished() >= plan.fewestRuns();
  }

  private long finished() {
    return sweep.runs().stream().filter(EvaluatedRun::finished).count();
  }

  /** The decision of the policy that publishes a plan if even its pessimistic outcome is better. */
  public ScheduleDecision planned(Plan plan) {
    EvaluatedRun run = evidence.runs().get(toBeat());
    if (!hasEnoughRuns(plan)) {
      return keeping(
          String.format(
              Locale.ROOT,
              "%d runs reached step %.0f, a plan needs at least %d: train %d more to this step",
              finished(),
              sweep.horizonStep(),
              plan.fewestRuns(),
              plan.fewestRuns() - finished()));
    }
    String name = run.run().run();
    Gain gain = plan.gain();
    if (gain.holds(config.pessimism())) {
      return new ScheduleDecision.Revised(
          plan.schedule(),
          plan.estimate().mean(),
          plan.estimate().standardDeviation(),
          run,
          String.format(
              Locale.ROOT,
              "%s is expected %s than run %s: train with it, or with the schedule of run %s to take"
                  + " no risk",
              plan.what(),
              gain.withPessimistic(config.pessimism()),
              name,
              name));
    }
    return keeping(
        String.format(
            Locale.ROOT,
            "%s is expected %s than run %s, which is no sure gain: train with the schedule of run"
                + " %s, and run the next proposals",
            plan.what(),
            gain.withPessimistic(config.pessimism()),
            name,
            name));
  }

  /** Keeps the proven schedule for what the diagnosis of the sweep says. */
  public ScheduleDecision kept(Finding finding) {
    return new Publication(this, Optional.empty()).keeping(finding.inWords());
  }

  private ScheduleDecision keeping(String reason) {
    if (standing.isPresent()) {
      return standing.get().decision(evidence, published).adding(reason);
    }
    ScheduleDecision proven = proven();
    return new ScheduleDecision.Kept(
        proven.schedule(), proven.mean(), proven.standardDeviation(), proven.bestRun(), reason);
  }

  private PiecewiseLogLinear knots(EvaluatedRun run) {
    return ReshapedSchedule.unchanged(
            run.schedule().withWarmup(), sweep.horizonStep(), sweep.bounds().minimum())
        .knots();
  }
}
