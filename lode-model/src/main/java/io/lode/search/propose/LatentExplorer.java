package io.lode.search.propose;

import io.lode.forecast.ContinuationSampler;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.schedule.IntervalSchedule;
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

  private static final int RUNS = 2;
  private static final int SPACING = 6;

  private final Function<Sweep, ? extends ContinuationSampler> fit;

  public LatentExplorer(Function<Sweep, ? extends ContinuationSampler> fit) {
    this.fit = fit;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Exploration explore(Situation situation) {
    ContinuationPlanner planner =
        new ContinuationPlanner(
            fit.apply(situation.sweep().sweep()),
            situation.sweep(),
            Math.max(1e-6, situation.evidence().noise()));
    record Candidate(Exploration.Choice choice, double objective) {}
    List<Candidate> candidates = new ArrayList<>();
    List<EvaluatedRun> good = situation.good();
    for (EvaluatedRun run : good.subList(0, Math.min(RUNS, good.size()))) {
      for (int at = SPACING; at < Outcomes.INTERVALS; at += SPACING) {
        int interval = at;
        planner
            .plan(run, interval, situation.random().split())
            .ifPresent(
                plan ->
                    candidates.add(
                        new Candidate(
                            new Exploration.Choice(
                                new IntervalSchedule(
                                    plan.logLearningRate(), situation.sweep().horizonStep()),
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
      if (choices.size() < situation.proposals() - 1) {
        choices.add(candidate.choice());
      }
    }
    while (choices.size() < situation.proposals()) {
      choices.add(Repeats.choose(situation, choices));
    }
    return new Exploration(
        candidates.isEmpty()
            ? Optional.empty()
            : Optional.of(candidates.get(0).choice().candidate()),
        choices);
  }
}
