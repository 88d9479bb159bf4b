package io.lode.search.propose;

import io.lode.forecast.IntervalRates;
import io.lode.forecast.Panel;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The product's explorer: it chooses inside the trust region.
 *
 * <p>Each forecaster of the panel chooses one schedule. The next proposal repeats a schedule, by
 * the rule of {@link Repeats}. Where more are asked for, the panel's most promising candidates
 * follow, and each forecaster chooses again.
 */
public final class PanelExplorer implements Explorer {

  /** Name of the search that explores like this. */
  public static final String NAME = "nightly";

  private static final String BETTER_THAN_ALL = "expected better than every run";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Exploration explore(NightView view) {
    TrustRegion region = view.region();
    SearchConfig config = view.config();
    Envelope envelope =
        Envelope.around(
            view.incumbent(),
            view.sweep(),
            view.evidence(),
            config,
            region.radius(),
            region.edge());
    CandidatePool pool =
        new CandidatePool(
            view.incumbent().logLearningRate(),
            region.radius(),
            envelope,
            view.sweep().horizonStep(),
            config.candidates(),
            view.random());
    List<IntervalSchedule> candidates = candidates(pool, view);
    Panel.Opinions opinions = view.opinions(candidates);
    Optional<IntervalSchedule> plan = plan(candidates, opinions, view);
    Cooldowns cooldowns = new Cooldowns(view);
    StableDecays decays = new StableDecays(view, cooldowns.gains().anyCooled());
    List<Exploration.Choice> taught = new ArrayList<>(cooldownsToTry(cooldowns, view));
    if (taught.size() < view.proposals()) {
      decayToTry(decays, view).ifPresent(taught::add);
    }
    return new Exploration(
        plan, cooldowns.plan(), decays.plan(), choices(taught, candidates, opinions, pool, view));
  }

  /**
   * The cooldowns that are tried before anything else. Where no run was cooled down yet, what a
   * cooldown gains is the first thing to learn, so every proposal is one, each of another run.
   * Later a cooldown is tried where it is expected to be better than all runs by more than noise.
   */
  private static List<Exploration.Choice> cooldownsToTry(Cooldowns cooldowns, NightView view) {
    List<Exploration.Choice> choices = new ArrayList<>();
    if (!cooldowns.gains().anyCooled()) {
      double pessimism = view.config().publication().pessimism();
      while (choices.size() < view.proposals()) {
        // The first is what is safest, the second what may be best, the third in between.
        double added = List.of(pessimism, -pessimism, 0.0).get(choices.size() % 3);
        Optional<Cooldown> next = cooldowns.best(added, choices);
        if (next.isEmpty()) {
          break;
        }
        choices.add(Exploration.Choice.of(next.get(), "no run of the sweep was cooled down"));
      }
      return choices;
    }
    if (!cooldowns.gains().informed()) {
      return choices;
    }
    Evidence evidence = view.evidence();
    cooldowns
        .best(view.config().proposals().proposalPessimism(), List.of())
        .filter(cooldown -> standsOut(cooldown, view))
        .filter(
            cooldown ->
                evidence.runs().stream()
                    .noneMatch(
                        run ->
                            IntervalRates.distance(
                                    run.logLearningRate(), cooldown.schedule().logLearningRate())
                                < view.config().proposals().apart() * view.region().radius()))
        .filter(cooldown -> view.proposals() > 0)
        .ifPresent(cooldown -> choices.add(Exploration.Choice.of(cooldown, BETTER_THAN_ALL)));
    return choices;
  }

  /** Whether a shape is expected to be better than every run by more than noise. */
  private static boolean standsOut(PracticeShape shape, NightView view) {
    Evidence evidence = view.evidence();
    return shape.estimate().mean()
        < evidence.expected(evidence.bestCautious())
            - view.config().proposals().standsOut() * evidence.noise();
  }

  /**
   * A stable decay to try, where holding a rate is expected to be better than every run by more
   * than noise. One a night: on simulated sweeps more of them left too little for the rest of the
   * search.
   */
  private static Optional<Exploration.Choice> decayToTry(StableDecays decays, NightView view) {
    return decays
        .best(view.config().proposals().proposalPessimism())
        .filter(decay -> standsOut(decay, view))
        .map(decay -> Exploration.Choice.of(decay, BETTER_THAN_ALL));
  }

  /**
   * The candidate with the best pessimistic outcome among those that are safe to follow untried. It
   * may hold no rate longer than one run that survived. Once a run of the sweep has diverged, it
   * may not be above the rates of good runs around any time, either. Wriggles that gain nothing are
   * taken out.
   */
  private static Optional<IntervalSchedule> plan(
      List<IntervalSchedule> candidates, Panel.Opinions opinions, NightView view) {
    Envelope tried =
        Envelope.around(view.incumbent(), view.sweep(), view.evidence(), view.config(), 0, 1);
    Exposure exposure = Exposure.of(view.sweep().runs());
    Predicate<IntervalSchedule> safe =
        candidate ->
            exposure.covers(candidate)
                && !view.evidence().risky(candidate)
                && (!view.sweep().anyDiverged() || tried.admits(candidate));
    double pessimism = view.config().publication().pessimism();
    int best = Scores.lowest(Scores.shared(opinions, pessimism), i -> safe.test(candidates.get(i)));
    if (best < 0) {
      return Optional.empty();
    }
    StraightLines lines =
        new StraightLines(asked -> Scores.shared(view.opinions(asked), pessimism), safe);
    return Optional.of(
        lines.of(
            candidates.get(best),
            view.config().publication().wriggles() * opinions.sharedStandardDeviation(best)));
  }

  /** Random candidates and their refinements by every forecaster and by the plan's own score. */
  private static List<IntervalSchedule> candidates(CandidatePool pool, NightView view) {
    SearchConfig config = view.config();
    List<IntervalSchedule> drawn = pool.draw(view.good());
    List<Function<Panel.Opinions, double[]>> scores = new ArrayList<>();
    for (int f = 0; f < view.panel().forecasters().size(); f++) {
      int forecaster = f;
      scores.add(
          opinions -> Scores.single(opinions, forecaster, config.proposals().proposalPessimism()));
    }
    scores.add(opinions -> Scores.shared(opinions, config.publication().pessimism()));
    List<IntervalSchedule> all = new ArrayList<>(drawn);
    for (Function<Panel.Opinions, double[]> score : scores) {
      all.addAll(pool.refine(drawn, tried -> score.apply(view.opinions(tried))));
    }
    return all;
  }

  private static List<Exploration.Choice> choices(
      List<Exploration.Choice> first,
      List<IntervalSchedule> candidates,
      Panel.Opinions opinions,
      CandidatePool pool,
      NightView view) {
    double pessimism = view.config().proposals().proposalPessimism();
    List<Exploration.Choice> choices = new ArrayList<>(first);
    int forecasters = opinions.mean().length;
    for (int i = first.size(); choices.size() < view.proposals(); i++) {
      if (Repeats.isNext(i, view)) {
        choices.add(Repeats.choose(view, choices));
        continue;
      }
      int seat = i % (forecasters + 2);
      double[] score =
          seat < forecasters
              ? Scores.single(opinions, seat, pessimism)
              : Scores.shared(opinions, -pessimism);
      int chosen =
          Scores.lowestApart(score, candidates, pool, choices, view.config().proposals().apart());
      choices.add(
          new Exploration.Choice(
              candidates.get(chosen),
              view.incumbent(),
              seat < forecasters
                  ? "best by " + view.panel().forecasters().get(seat).name()
                  : "most promising by the panel"));
    }
    return choices;
  }
}
