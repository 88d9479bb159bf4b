package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.SearchConfig;
import io.lode.search.SearchState;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.FollowedProposal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How far from its incumbent a search may go, by what its last proposals did.
 *
 * @param radius in log rate
 * @param edge part of the largest survived rate allowed once a run has diverged
 * @param incumbent index of the run at the centre
 * @param proposed keys of all runs that followed a proposal
 */
public record TrustRegion(double radius, double edge, int incumbent, List<String> proposed) {

  private static final double SMALLEST_EDGE = 0.5;
  private static final double LARGEST_EDGE = 1.25;
  private static final double EDGE_AFTER_DIVERGENCE = 0.75;
  private static final double EDGE_AFTER_SUCCESS = 1.2;
  private static final double TOUCHES_CAP = 0.93;
  private static final double TWICE_AS_BAD = Math.log(2);
  private static final double STAY = 0.1;

  /** The region of the first night. */
  public static TrustRegion first(Evidence evidence, SearchConfig config) {
    return new TrustRegion(
        config.firstRadius(), config.firstEdge(), evidence.bestCautious(), List.of());
  }

  /** The region after the runs that came in since the last night. */
  public static TrustRegion next(
      SearchState last, SweepOutcomes sweep, Evidence evidence, SearchConfig config) {
    int old = evidence.find(last.incumbent());
    if (old < 0) {
      return first(evidence, config);
    }
    int incumbent = incumbent(old, evidence);
    List<Integer> tried = tried(last, evidence, sweep.horizonStep());
    List<String> proposed = new ArrayList<>(last.proposed());
    tried.forEach(i -> proposed.add(Evidence.key(evidence.runs().get(i))));
    if (tried.isEmpty()) {
      return new TrustRegion(last.radius(), last.edge(), incumbent, proposed);
    }
    boolean harmed = false;
    double best = Double.POSITIVE_INFINITY;
    for (int i : tried) {
      EvaluatedRun run = evidence.runs().get(i);
      harmed |=
          run.diverged()
              || (run.finished() && run.outcome() > evidence.observed(old) + TWICE_AS_BAD);
      best = Math.min(best, evidence.expected(i));
    }
    boolean moved = evidence.schedule(incumbent) != evidence.schedule(old);
    boolean success = moved && best < evidence.expected(old) - config.success() * evidence.noise();
    double radius =
        last.radius()
            * (success ? config.growth() : config.shrinkage())
            * (harmed ? config.shrinkageAfterDivergence() : 1);
    double edge = last.edge();
    if (harmed) {
      edge = Math.max(SMALLEST_EDGE, edge * EDGE_AFTER_DIVERGENCE);
    } else if (success) {
      edge = afterSuccess(edge, evidence.runs().get(incumbent), sweep);
    }
    return new TrustRegion(
        Math.min(config.largestRadius(), Math.max(config.smallestRadius(), radius)),
        edge,
        incumbent,
        proposed);
  }

  /** The best by the panel, unless that is hardly better than staying. */
  private static int incumbent(int old, Evidence evidence) {
    int best = evidence.bestCautious();
    boolean stay =
        Double.isFinite(evidence.expected(old))
            && evidence.cautious(best) > evidence.cautious(old) - STAY * evidence.noise();
    return stay ? old : best;
  }

  /** The new runs that followed a proposal. */
  private static List<Integer> tried(SearchState last, Evidence evidence, double horizonStep) {
    Set<String> known = new HashSet<>(last.known());
    List<Integer> tried = new ArrayList<>();
    for (int i = 0; i < evidence.runs().size(); i++) {
      EvaluatedRun run = evidence.runs().get(i);
      if (!known.contains(Evidence.key(run))
          && last.schedules().stream()
              .anyMatch(schedule -> FollowedProposal.by(run, schedule, horizonStep))) {
        tried.add(i);
      }
    }
    return tried;
  }

  /**
   * The edge after a success: wider where the new incumbent touches it. An incumbent of the sweep
   * may stand above the edge; what widens then is its own peak, or the edge would take nights to
   * catch up with what is known to be good.
   */
  private static double afterSuccess(double edge, EvaluatedRun incumbent, SweepOutcomes sweep) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double rate : incumbent.logLearningRate()) {
      highest = Math.max(highest, rate);
    }
    double peak = Math.exp(highest) / sweep.bounds().maximum();
    return peak > TOUCHES_CAP * edge
        ? Math.min(LARGEST_EDGE, Math.max(edge, peak) * EDGE_AFTER_SUCCESS)
        : edge;
  }
}
