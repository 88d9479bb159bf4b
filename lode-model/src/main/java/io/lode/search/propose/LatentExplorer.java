package io.lode.search.propose;

import io.lode.forecast.ContinuationSampler;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.ContinuationConfig;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Explores as the papers' scheduler does: at regular moments of the best runs, {@link
 * ContinuationPlanner} plans the rest of the run. The plan with the best predicted objective may be
 * published; the next ones are proposed.
 *
 * <p>Deviation: the papers replan one run while it trains. A search before the next sweep has only
 * runs that are over, so every moment of the best ones gives one candidate.
 */
public final class LatentExplorer implements Explorer {

  /** Name of the search that explores like this. */
  public static final String NAME = "latent";

  /** Keeps a tolerance from being 0 where all repeats are equal, in log loss. */
  private static final double SMALLEST_NOISE = 1e-6;

  private final Function<Sweep, ? extends ContinuationSampler> fit;

  /**
   * An explorer of one kind of model.
   *
   * @param fit from a sweep to the model that continues its runs
   */
  public LatentExplorer(Function<Sweep, ? extends ContinuationSampler> fit) {
    this.fit = fit;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Exploration explore(NightView view) {
    ContinuationConfig config = view.config().continuation();
    ContinuationPlanner planner =
        new ContinuationPlanner(
            fit.apply(view.sweep().sweep()),
            view.sweep(),
            Math.max(SMALLEST_NOISE, view.evidence().noise()),
            config);
    record Candidate(Exploration.Choice choice, double objective) {}
    List<Candidate> candidates = new ArrayList<>();
    List<EvaluatedRun> good = view.good();
    int spacing = config.continuationSpacing();
    for (EvaluatedRun run : good.subList(0, Math.min(config.continuedRuns(), good.size()))) {
      for (int at = spacing; at < Outcomes.INTERVALS; at += spacing) {
        int interval = at;
        planner
            .plan(run, interval, view.random().split())
            .ifPresent(
                plan ->
                    candidates.add(
                        new Candidate(
                            new Exploration.Choice(
                                new IntervalSchedule(
                                    plan.logLearningRate(), view.sweep().horizonStep()),
                                run,
                                "continues run "
                                    + run.run().run()
                                    + " from interval "
                                    + interval
                                    + " as the latent ODE does"),
                            plan.objective())));
      }
    }
    candidates.sort(Comparator.comparingDouble(Candidate::objective));
    List<Exploration.Choice> choices = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (choices.size() < view.proposals() - 1) {
        choices.add(candidate.choice());
      }
    }
    while (choices.size() < view.proposals()) {
      choices.add(Repeats.choose(view, choices));
    }
    return new Exploration(
        candidates.isEmpty()
            ? Optional.empty()
            : Optional.of(candidates.get(0).choice().candidate()),
        choices);
  }
}
