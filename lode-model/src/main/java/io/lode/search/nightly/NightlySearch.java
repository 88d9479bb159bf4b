package io.lode.search.nightly;

import io.lode.forecast.ContinuationSampler;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ReshapedSchedule;
import io.lode.search.Estimate;
import io.lode.search.Night;
import io.lode.search.Proposal;
import io.lode.search.ScheduleDecision;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.search.SearchProblem;
import io.lode.search.SearchState;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.FollowedProposal;
import io.lode.search.evidence.SweepDiagnosis;
import io.lode.search.propose.Exploration;
import io.lode.search.propose.Explorer;
import io.lode.search.propose.LatentExplorer;
import io.lode.search.propose.NightView;
import io.lode.search.propose.PanelExplorer;
import io.lode.search.propose.TrustRegion;
import io.lode.search.publish.Plan;
import io.lode.search.publish.Publication;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One night of a search, the same for every explorer. It weighs the runs, moves the trust region by
 * the results of the last proposals, lets an explorer choose the next proposals, and decides what
 * is published. docs/method.md explains each step.
 */
public final class NightlySearch implements ScheduleSearch {

  /** Name of the search that the product uses. */
  public static final String NAME = PanelExplorer.NAME;

  /** What a reader is told where forecasts decide nothing. */
  private static final String NO_FORECAST =
      "held-out runs were forecast no better than by repeating the nearest run, so that this rests"
          + " on what was run and on practice, not on a forecast";

  /** Name of the papers' scheduler. */
  public static final String LATENT = LatentExplorer.NAME;

  private final Explorer explorer;
  private final SearchConfig config;

  /**
   * A search whose proposals are an explorer's.
   *
   * @param explorer chooses what the next sweep tries
   * @param config settings of the search
   */
  public NightlySearch(Explorer explorer, SearchConfig config) {
    this.explorer = explorer;
    this.config = config;
  }

  /** The search that the product uses. */
  public static ScheduleSearch standard(SearchConfig config) {
    return new NightlySearch(new PanelExplorer(), config);
  }

  /**
   * The papers' scheduler in the same frame.
   *
   * @param fit from a sweep to the model that continues its runs
   */
  public static ScheduleSearch latent(
      SearchConfig config, Function<Sweep, ? extends ContinuationSampler> fit) {
    return new NightlySearch(new LatentExplorer(fit), config);
  }

  @Override
  public String name() {
    return explorer.name();
  }

  @Override
  public Night search(SearchProblem problem) {
    Optional<SearchState> last = problem.state();
    SweepOutcomes sweep = problem.sweep();
    Evidence evidence = new Evidence(sweep, problem.panel(), config.evidence());
    TrustRegion region =
        last.map(state -> TrustRegion.next(state, sweep, evidence, config))
            .orElseGet(() -> TrustRegion.first(evidence, config));
    Publication publication = publication(problem, evidence, region);
    NightView view = view(problem, evidence, region, publication);
    Exploration exploration = explorer.explore(view);
    List<Proposal> proposals =
        exploration.choices().stream().map(choice -> proposal(choice, view)).toList();
    ScheduleDecision planned =
        SweepDiagnosis.nothingLearns(sweep, config.diagnosis())
            .map(publication::kept)
            .orElseGet(() -> planned(exploration, view, publication));
    return new Night(
        state(last, view, proposals, planned), proposals, planned, publication.proven());
  }

  private Publication publication(SearchProblem problem, Evidence evidence, TrustRegion region) {
    Optional<SearchState> last = problem.state();
    Publication publication =
        new Publication(
            problem.sweep(),
            evidence,
            config.publication(),
            last.map(SearchState::published),
            region.proposed());
    return last.map(SearchState::plan)
        .map(
            plan ->
                publication.letting(
                    plan, problem.panel(), followers(plan, problem.sweep(), evidence)))
        .orElse(publication);
  }

  /** The finished runs that followed a schedule. */
  private List<Integer> followers(PiecewiseLogLinear plan, SweepOutcomes sweep, Evidence evidence) {
    return IntStream.range(0, evidence.runs().size())
        .filter(i -> evidence.runs().get(i).finished())
        .filter(
            i ->
                FollowedProposal.by(
                    evidence.runs().get(i), plan, sweep.horizonStep(), config.evidence()))
        .boxed()
        .toList();
  }

  /** The decision on the plan that gains most at its pessimistic end. */
  private ScheduleDecision planned(
      Exploration exploration, NightView view, Publication publication) {
    ScheduleDecision decision =
        plans(exploration, view, publication).stream()
            .max(
                Comparator.comparing(publication::hasEnoughRuns)
                    .thenComparingDouble(plan -> plan.pessimistic(config.publication())))
            .map(publication::planned)
            .orElseGet(publication::planned);
    return view.panel().trackRecord().failed() ? decision.adding(NO_FORECAST) : decision;
  }

  /** The plans of an explorer, as they would be published. */
  private static List<Plan> plans(
      Exploration exploration, NightView view, Publication publication) {
    List<Plan> plans = new ArrayList<>();
    // Where forecasts failed on held-out runs, only what rests on runs and on practice is left.
    boolean failed = view.panel().trackRecord().failed();
    exploration
        .plan()
        .filter(plan -> !failed)
        .map(
            plan ->
                publication.plan(view.panel(), plan, drawn(plan, view.incumbent(), view.sweep())))
        .ifPresent(plans::add);
    exploration
        .cooldown()
        .map(
            cooldown ->
                publication.plan(
                    view.panel(),
                    cooldown.inWords(),
                    drawn(cooldown.schedule(), cooldown.run(), view.sweep()),
                    cooldown.estimate()))
        .ifPresent(plans::add);
    exploration
        .stableDecay()
        .filter(decay -> !failed)
        .map(
            decay ->
                publication.forecast(
                    view.panel(),
                    decay.inWords(),
                    drawn(decay.schedule(), decay.run(), view.sweep()),
                    decay.estimate()))
        .ifPresent(plans::add);
    return plans;
  }

  private NightView view(
      SearchProblem problem, Evidence evidence, TrustRegion region, Publication publication) {
    // The seed changes with the number of runs, so that each night draws other candidates.
    SplittableRandom random =
        new SplittableRandom(problem.seed() + 1_000_003L * evidence.runs().size());
    return new NightView(
        problem.sweep(),
        problem.panel(),
        evidence,
        region,
        publication.published(),
        problem.proposals(),
        config,
        random);
  }

  /** What to remember until the next night. */
  private SearchState state(
      Optional<SearchState> last,
      NightView view,
      List<Proposal> proposals,
      ScheduleDecision planned) {
    List<EvaluatedRun> runs = view.evidence().runs();
    List<String> keys = runs.stream().map(Evidence::key).toList();
    int night =
        last.map(state -> state.night() + (state.known().containsAll(keys) ? 0 : 1)).orElse(0);
    return new SearchState(
        night,
        view.region().radius(),
        view.region().edge(),
        Evidence.key(view.incumbent()),
        Evidence.key(runs.get(view.published())),
        keys,
        view.region().proposed(),
        remembered(proposals, last.map(SearchState::schedules)),
        planned instanceof ScheduleDecision.Revised ? planned.schedule() : null);
  }

  /** The new proposals, then earlier ones whose runs may still come in. */
  private List<PiecewiseLogLinear> remembered(
      List<Proposal> proposals, Optional<List<PiecewiseLogLinear>> earlier) {
    return Stream.concat(
            proposals.stream().map(Proposal::schedule), earlier.stream().flatMap(List::stream))
        .distinct()
        .limit(Math.max(config.proposals().rememberedProposals(), proposals.size()))
        .toList();
  }

  private static PiecewiseLogLinear drawn(
      IntervalSchedule plan, EvaluatedRun origin, SweepOutcomes sweep) {
    return new DrawnPlan(plan, reshaped(plan, origin, sweep)).knots();
  }

  private static ReshapedSchedule reshaped(
      IntervalSchedule candidate, EvaluatedRun origin, SweepOutcomes sweep) {
    return ReshapedSchedule.towards(
        candidate,
        origin.schedule().withWarmup(),
        origin.logLearningRate(),
        sweep.bounds().minimum());
  }

  private static Proposal proposal(Exploration.Choice choice, NightView view) {
    Estimate estimate = choice.estimate().orElseGet(() -> view.estimate(choice.candidate()));
    return new Proposal(
        reshaped(choice.candidate(), choice.origin(), view.sweep()).knots(),
        estimate.mean(),
        estimate.standardDeviation(),
        choice.why(),
        choice.repeatsOrigin() ? choice.origin().run().run() : null);
  }
}
