package io.lode.search.nightly;

import io.lode.forecast.ContinuationSampler;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ReshapedSchedule;
import io.lode.search.Night;
import io.lode.search.Proposal;
import io.lode.search.ScheduleDecision;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.search.SearchProblem;
import io.lode.search.SearchState;
import io.lode.search.evidence.Evidence;
import io.lode.search.propose.Exploration;
import io.lode.search.propose.Explorer;
import io.lode.search.propose.LatentExplorer;
import io.lode.search.propose.PanelExplorer;
import io.lode.search.propose.Situation;
import io.lode.search.propose.TrustRegion;
import io.lode.search.publish.Publication;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The frame of all searches over nights (DESIGN 4.5): weigh the evidence, move the trust region by
 * what the last proposals did, let an explorer choose the next ones, and decide what is published.
 */
public final class NightlySearch implements ScheduleSearch {

  /** Name of the search that the product uses. */
  public static final String NAME = PanelExplorer.NAME;

  /** Name of the papers' scheduler. */
  public static final String LATENT = LatentExplorer.NAME;

  private static final int REMEMBERED = 12;

  private final Explorer explorer;
  private final SearchConfig config;

  /**
   * A search whose proposals are an explorer's.
   *
   * @param explorer chooses what the next sweep tries
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
    SweepOutcomes sweep = problem.sweep();
    Panel panel = problem.panel();
    Evidence evidence = new Evidence(sweep, panel);
    TrustRegion region =
        problem
            .state()
            .map(state -> TrustRegion.next(state, sweep, evidence, config))
            .orElseGet(() -> TrustRegion.first(evidence, config));
    List<String> keys = evidence.runs().stream().map(Evidence::key).toList();
    int night =
        problem
            .state()
            .map(last -> last.night() + (last.known().containsAll(keys) ? 0 : 1))
            .orElse(0);
    Publication publication =
        new Publication(
            sweep,
            evidence,
            config,
            problem.state().map(SearchState::published),
            region.proposed());
    Situation situation =
        new Situation(
            sweep,
            panel,
            evidence,
            region,
            publication.published(),
            problem.proposals(),
            config,
            new SplittableRandom(problem.seed() + 1_000_003L * keys.size()));
    Exploration exploration = explorer.explore(situation);
    List<Proposal> proposals =
        exploration.choices().stream().map(choice -> proposal(choice, situation)).toList();
    SearchState state =
        new SearchState(
            night,
            region.radius(),
            region.edge(),
            Evidence.key(situation.incumbent()),
            Evidence.key(evidence.runs().get(publication.published())),
            keys,
            region.proposed(),
            remembered(proposals, problem.state().map(SearchState::schedules)));
    ScheduleDecision planned =
        exploration
            .plan()
            .map(
                plan ->
                    publication.planned(panel, plan, reshaped(plan, situation.incumbent(), sweep)))
            .orElseGet(publication::proven);
    return new Night(state, proposals, planned, publication.proven());
  }

  /** The new proposals, then earlier ones whose runs may still come in. */
  private static List<PiecewiseLogLinear> remembered(
      List<Proposal> proposals, Optional<List<PiecewiseLogLinear>> earlier) {
    return Stream.concat(
            proposals.stream().map(Proposal::schedule), earlier.stream().flatMap(List::stream))
        .distinct()
        .limit(Math.max(REMEMBERED, proposals.size()))
        .toList();
  }

  private static ReshapedSchedule reshaped(
      IntervalSchedule candidate, EvaluatedRun origin, SweepOutcomes sweep) {
    return ReshapedSchedule.towards(
        candidate, origin.schedule(), origin.logLearningRate(), sweep.bounds().minimum());
  }

  private static Proposal proposal(Exploration.Choice choice, Situation situation) {
    Panel.Opinions opinion = situation.opinions(List.of(choice.candidate()));
    return new Proposal(
        reshaped(choice.candidate(), choice.origin(), situation.sweep()).knots(),
        opinion.sharedMean(0),
        opinion.sharedStandardDeviation(0),
        choice.why(),
        choice.repeatsOrigin() ? choice.origin().run().run() : null);
  }
}
