package io.lode.search;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The search that gains over the nights (DESIGN 4.5): a few proposals a night inside a trust region
 * around the best known schedule, each forecaster of the panel choosing one, and repeats of what is
 * or may be published.
 */
public final class NightlySearch implements ScheduleSearch {

  /** Name in commands and reports. */
  public static final String NAME = "nightly";

  private static final int GOOD_RUNS = 8;
  private static final int CHALLENGERS = 12;
  private static final int CHALLENGER_REPEATS = 4;
  private static final int PUBLISHED_REPEATS = 5;
  private static final double APART = 0.2;

  private final SearchConfig config;

  /** Searches with the given settings. */
  public NightlySearch(SearchConfig config) {
    this.config = config;
  }

  @Override
  public String name() {
    return NAME;
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
    int night = problem.state().map(state -> state.night() + 1).orElse(0);
    EvaluatedRun incumbent = evidence.runs().get(region.incumbent());
    Publication publication =
        new Publication(
            sweep,
            evidence,
            config,
            problem.state().map(SearchState::published),
            region.proposed());

    SplittableRandom random = new SplittableRandom(problem.seed() + 1_000_003L * night);
    Envelope envelope =
        Envelope.around(incumbent, sweep, evidence, config, region.radius(), region.edge());
    IntervalSchedule centre =
        new IntervalSchedule(incumbent.logLearningRate(), sweep.horizonStep());
    CandidatePool pool =
        new CandidatePool(
            incumbent.logLearningRate(), region.radius(), envelope, sweep.horizonStep(), random);
    List<IntervalSchedule> candidates = candidates(pool, panel, centre, evidence);
    Panel.Opinions opinions = panel.opinions(candidates, centre, sweep.horizonStep());

    IntervalSchedule plan = candidates.get(lowest(shared(opinions, config.pessimism())));
    ScheduleDecision planned = publication.planned(panel, plan, reshaped(incumbent, plan, sweep));
    List<Choice> choices =
        choices(problem.proposals(), candidates, opinions, pool, evidence, publication);

    List<Proposal> proposals = new ArrayList<>();
    for (Choice choice : choices) {
      Panel.Opinions opinion =
          panel.opinions(List.of(choice.candidate()), centre, sweep.horizonStep());
      proposals.add(
          new Proposal(
              reshaped(choice.origin().orElse(incumbent), choice.candidate(), sweep).knots(),
              opinion.sharedMean(0),
              opinion.sharedStandardDeviation(0),
              choice.why()));
    }
    SearchState state =
        new SearchState(
            night,
            region.radius(),
            region.edge(),
            Evidence.key(incumbent),
            Evidence.key(evidence.runs().get(publication.published())),
            evidence.runs().stream().map(Evidence::key).toList(),
            region.proposed(),
            choices.stream().map(choice -> choice.candidate().logLearningRate()).toList());
    return new Night(state, proposals, planned, publication.proven());
  }

  /** A schedule to try, and the run it repeats if it does. */
  private record Choice(IntervalSchedule candidate, Optional<EvaluatedRun> origin, String why) {}

  /** Random candidates and their refinements by every forecaster and by the plan's own score. */
  private List<IntervalSchedule> candidates(
      CandidatePool pool, Panel panel, IntervalSchedule centre, Evidence evidence) {
    List<EvaluatedRun> good =
        IntStream.range(0, evidence.runs().size())
            .boxed()
            .filter(i -> Double.isFinite(evidence.observed(i)))
            .sorted(Comparator.comparingDouble(evidence::observed))
            .limit(GOOD_RUNS)
            .map(evidence.runs()::get)
            .toList();
    List<IntervalSchedule> drawn = pool.draw(good);
    List<IntervalSchedule> all = new ArrayList<>(drawn);
    List<Function<Panel.Opinions, double[]>> scores = new ArrayList<>();
    for (int f = 0; f < panel.forecasters().size(); f++) {
      int forecaster = f;
      scores.add(opinions -> single(opinions, forecaster, config.proposalPessimism()));
    }
    scores.add(opinions -> shared(opinions, config.pessimism()));
    for (Function<Panel.Opinions, double[]> score : scores) {
      all.addAll(
          pool.refine(
              drawn, tried -> score.apply(panel.opinions(tried, centre, centre.horizonStep()))));
    }
    all.add(centre);
    return all;
  }

  private List<Choice> choices(
      int count,
      List<IntervalSchedule> candidates,
      Panel.Opinions opinions,
      CandidatePool pool,
      Evidence evidence,
      Publication publication) {
    List<Choice> choices = new ArrayList<>();
    int forecasters = opinions.mean().length;
    for (int i = 0; choices.size() < count; i++) {
      int seat = i % (forecasters + 2);
      if (seat < forecasters) {
        double[] score = single(opinions, seat, config.proposalPessimism());
        choices.add(fresh(score, candidates, pool, choices, "best by forecaster " + (seat + 1)));
      } else if (seat == forecasters && i == seat) {
        choices.add(repeat(evidence, publication, candidates.get(0).horizonStep()));
      } else {
        double[] score = shared(opinions, -config.proposalPessimism());
        choices.add(fresh(score, candidates, pool, choices, "most promising by the panel"));
      }
    }
    return choices;
  }

  /** The best candidate that is not near one chosen already, nor the incumbent itself. */
  private static Choice fresh(
      double[] score,
      List<IntervalSchedule> candidates,
      CandidatePool pool,
      List<Choice> chosen,
      String why) {
    int incumbent = candidates.size() - 1;
    int best = -1;
    for (int pass = 0; pass < 2 && best < 0; pass++) {
      boolean apart = pass == 0;
      for (int i = 0; i < incumbent; i++) {
        IntervalSchedule candidate = candidates.get(i);
        boolean free =
            !apart
                || chosen.stream()
                    .noneMatch(choice -> pool.close(choice.candidate(), candidate, APART));
        if (free && (best < 0 || score[i] < score[best])) {
          best = i;
        }
      }
    }
    return new Choice(candidates.get(best), Optional.empty(), why);
  }

  /** What is published, or its best challenger, whichever was run less often. */
  private static Choice repeat(Evidence evidence, Publication publication, double horizonStep) {
    int published = publication.published();
    int challenger =
        IntStream.range(0, evidence.runs().size())
            .boxed()
            .filter(i -> Double.isFinite(evidence.expected(i)))
            .sorted(Comparator.comparingDouble(evidence::cautious))
            .limit(CHALLENGERS)
            .filter(i -> evidence.schedule(i) != evidence.schedule(published))
            .filter(i -> evidence.repeats(i) < CHALLENGER_REPEATS)
            .findFirst()
            .orElse(published);
    boolean repeatPublished =
        evidence.repeats(published) <= evidence.repeats(challenger)
            && evidence.repeats(published) < PUBLISHED_REPEATS;
    int chosen = repeatPublished ? published : challenger;
    EvaluatedRun run = evidence.runs().get(chosen);
    return new Choice(
        new IntervalSchedule(run.logLearningRate(), horizonStep),
        Optional.of(run),
        "repeats run "
            + run.run().run()
            + (chosen == published ? ", which is published" : ", which may be better"));
  }

  private static ReshapedSchedule reshaped(
      EvaluatedRun original, IntervalSchedule candidate, SweepOutcomes sweep) {
    double[] shift = new double[candidate.logLearningRate().length];
    for (int t = 0; t < shift.length; t++) {
      shift[t] = candidate.logLearningRate()[t] - original.logLearningRate()[t];
    }
    return new ReshapedSchedule(
        original.schedule(), shift, sweep.horizonStep(), sweep.bounds().minimum());
  }

  private static double[] single(Panel.Opinions opinions, int forecaster, double pessimism) {
    double[] mean = opinions.mean()[forecaster];
    double[] deviation = opinions.standardDeviation()[forecaster];
    return IntStream.range(0, mean.length)
        .mapToDouble(i -> mean[i] + pessimism * deviation[i])
        .toArray();
  }

  private static double[] shared(Panel.Opinions opinions, double pessimism) {
    return IntStream.range(0, opinions.mean()[0].length)
        .mapToDouble(i -> opinions.sharedMean(i) + pessimism * opinions.sharedStandardDeviation(i))
        .toArray();
  }

  private static int lowest(double[] scores) {
    int lowest = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] < scores[lowest]) {
        lowest = i;
      }
    }
    return lowest;
  }
}
