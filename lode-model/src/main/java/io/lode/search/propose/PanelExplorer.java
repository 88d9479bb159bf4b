package io.lode.search.propose;

import io.lode.forecast.Panel;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Explores inside the trust region: each forecaster of the panel chooses one schedule, then what is
 * or may be published is repeated.
 */
public final class PanelExplorer implements Explorer {

  /** Name of the search that explores like this. */
  public static final String NAME = "nightly";

  private static final double APART = 0.2;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Exploration explore(Situation situation) {
    TrustRegion region = situation.region();
    SearchConfig config = situation.config();
    Envelope envelope =
        Envelope.around(
            situation.incumbent(),
            situation.sweep(),
            situation.evidence(),
            config,
            region.radius(),
            region.edge());
    CandidatePool pool =
        new CandidatePool(
            situation.incumbent().logLearningRate(),
            region.radius(),
            envelope,
            situation.sweep().horizonStep(),
            situation.random());
    List<IntervalSchedule> candidates = candidates(pool, situation);
    Panel.Opinions opinions = situation.opinions(candidates);
    Optional<IntervalSchedule> plan = plan(candidates, opinions, situation);
    return new Exploration(plan, choices(candidates, opinions, pool, situation));
  }

  /**
   * The candidate with the best pessimistic outcome. A plan that nobody has tried may hold no rate
   * longer than a run that survived; once a run of the sweep has diverged, it may at no time go
   * above what good runs did around that time, either.
   */
  private static Optional<IntervalSchedule> plan(
      List<IntervalSchedule> candidates, Panel.Opinions opinions, Situation situation) {
    Envelope tried =
        Envelope.around(
            situation.incumbent(),
            situation.sweep(),
            situation.evidence(),
            situation.config(),
            0,
            1);
    Exposure exposure = Exposure.of(situation.sweep().runs());
    double[] score = Scores.shared(opinions, situation.config().pessimism());
    int best =
        Scores.lowest(
            score,
            i ->
                exposure.covers(candidates.get(i))
                    && !situation.evidence().risky(candidates.get(i))
                    && (!situation.sweep().anyDiverged() || tried.admits(candidates.get(i))));
    return best < 0 ? Optional.empty() : Optional.of(candidates.get(best));
  }

  /** Random candidates and their refinements by every forecaster and by the plan's own score. */
  private static List<IntervalSchedule> candidates(CandidatePool pool, Situation situation) {
    SearchConfig config = situation.config();
    List<IntervalSchedule> drawn = pool.draw(situation.good());
    List<Function<Panel.Opinions, double[]>> scores = new ArrayList<>();
    for (int f = 0; f < situation.panel().forecasters().size(); f++) {
      int forecaster = f;
      scores.add(opinions -> Scores.single(opinions, forecaster, config.proposalPessimism()));
    }
    scores.add(opinions -> Scores.shared(opinions, config.pessimism()));
    List<IntervalSchedule> all = new ArrayList<>(drawn);
    for (Function<Panel.Opinions, double[]> score : scores) {
      all.addAll(pool.refine(drawn, tried -> score.apply(situation.opinions(tried))));
    }
    return all;
  }

  private static List<Exploration.Choice> choices(
      List<IntervalSchedule> candidates,
      Panel.Opinions opinions,
      CandidatePool pool,
      Situation situation) {
    double pessimism = situation.config().proposalPessimism();
    List<Exploration.Choice> choices = new ArrayList<>();
    int forecasters = opinions.mean().length;
    for (int i = 0; choices.size() < situation.proposals(); i++) {
      int seat = i % (forecasters + 2);
      if (i == forecasters) {
        choices.add(Repeats.choose(situation, choices));
        continue;
      }
      double[] score =
          seat < forecasters
              ? Scores.single(opinions, seat, pessimism)
              : Scores.shared(opinions, -pessimism);
      int chosen = Scores.lowestApart(score, candidates, pool, choices, APART);
      choices.add(
          new Exploration.Choice(
              candidates.get(chosen),
              situation.incumbent(),
              seat < forecasters
                  ? "best by " + situation.panel().forecasters().get(seat).name()
                  : "most promising by the panel"));
    }
    return choices;
  }
}
