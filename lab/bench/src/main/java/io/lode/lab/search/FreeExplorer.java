package io.lode.lab.search;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.SearchConfig;
import io.lode.search.propose.CandidatePool;
import io.lode.search.propose.Envelope;
import io.lode.search.propose.Exploration;
import io.lode.search.propose.Explorer;
import io.lode.search.propose.NightView;
import io.lode.search.propose.Repeats;
import io.lode.search.propose.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Explores everything between the smallest rate tried and the largest survived, with no trust
 * region: for comparison, since free plans have harmed real training.
 */
final class FreeExplorer implements Explorer {

  private static final double RADIUS = 3;
  private static final double APART = 0.05;
  private static final int CENTRES = 3;

  private final String name;
  private final Function<Panel.Opinions, double[]> score;

  private FreeExplorer(String name, Function<Panel.Opinions, double[]> score) {
    this.name = name;
    this.score = score;
  }

  /** Plans with the first forecaster, the structured one, and the pessimism of the settings. */
  static FreeExplorer planning(SearchConfig config) {
    return new FreeExplorer(
        "free", opinions -> Scores.single(opinions, 0, config.publication().pessimism()));
  }

  /**
   * Plain Bayesian optimisation on the knots: the last forecaster, the process alone, by its lower
   * confidence bound.
   */
  static FreeExplorer bayesian() {
    return new FreeExplorer(
        "bayesian", opinions -> Scores.single(opinions, opinions.mean().length - 1, -1));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Exploration explore(NightView view) {
    Envelope bounds = Envelope.bounds(view.sweep());
    List<IntervalSchedule> candidates = new ArrayList<>();
    List<EvaluatedRun> origins = new ArrayList<>();
    List<EvaluatedRun> good = view.good();
    CandidatePool pool = null;
    for (EvaluatedRun centre : good.subList(0, Math.min(CENTRES, good.size()))) {
      pool =
          new CandidatePool(
              centre.logLearningRate(),
              RADIUS,
              bounds,
              view.sweep().horizonStep(),
              view.config().candidates(),
              view.random());
      List<IntervalSchedule> drawn = pool.draw(good);
      candidates.addAll(drawn);
      candidates.addAll(pool.refine(drawn, tried -> score.apply(view.opinions(tried))));
      while (origins.size() < candidates.size()) {
        origins.add(centre);
      }
    }
    double[] scores = score.apply(view.opinions(candidates));
    List<Exploration.Choice> choices = new ArrayList<>();
    while (choices.size() < view.proposals() - 1) {
      int chosen = Scores.lowestApart(scores, candidates, pool, choices, APART);
      choices.add(
          new Exploration.Choice(
              candidates.get(chosen), origins.get(chosen), "best by " + name + " search"));
    }
    if (choices.size() < view.proposals()) {
      choices.add(Repeats.choose(view, choices));
    }
    return new Exploration(Optional.of(candidates.get(Scores.lowest(scores))), choices);
  }
}
