package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.EdgeConfig;
import io.lode.search.EvidenceConfig;
import io.lode.search.RegionConfig;
import io.lode.search.SearchConfig;
import io.lode.search.SearchState;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.FollowedProposal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How far from its incumbent a search may go. The incumbent is the run whose schedule lies at the
 * centre of the region. The results of the last proposals move and resize the region.
 *
 * @param radius largest change of any rate of the incumbent, in log learning rate
 * @param edge part of the largest survived rate that is allowed once a run has diverged, a ratio
 * @param incumbent index of the run at the centre
 * @param proposed keys of all runs that followed a proposal
 */
public record TrustRegion(double radius, double edge, int incumbent, List<String> proposed) {

  /** The region of the first night, around the run with the best cautious expectation. */
  public static TrustRegion first(Evidence evidence, SearchConfig config) {
    return new TrustRegion(
        config.region().firstRadius(),
        config.edge().firstEdge(),
        evidence.bestCautious(),
        List.of());
  }

  /**
   * The region after the runs that came in since the last night.
   *
   * <p>It grows after a gain and shrinks where proposals were run without one. It stays as it was
   * where no new run followed a proposal, and starts anew where the last incumbent is gone.
   *
   * @param last what the last night remembered
   */
  public static TrustRegion next(
      SearchState last, SweepOutcomes sweep, Evidence evidence, SearchConfig config) {
    int old = evidence.find(last.incumbent());
    if (old < 0) {
      return first(evidence, config);
    }
    int incumbent = incumbent(old, evidence, config.region());
    List<Integer> tried = tried(last, evidence, sweep.horizonStep(), config.evidence());
    List<String> proposed = new ArrayList<>(last.proposed());
    tried.forEach(i -> proposed.add(Evidence.key(evidence.runs().get(i))));
    if (tried.isEmpty()) {
      return new TrustRegion(last.radius(), last.edge(), incumbent, proposed);
    }
    boolean harmed = harmed(tried, old, evidence, config.region());
    boolean success = gained(tried, old, incumbent, evidence, config.region());
    return new TrustRegion(
        radius(last.radius(), success, harmed, config.region()),
        harmed
            ? Math.max(config.edge().smallestEdge(), last.edge() * config.edge().edgeShrinkage())
            : success
                ? afterSuccess(last.edge(), evidence.runs().get(incumbent), sweep, config.edge())
                : last.edge(),
        incumbent,
        proposed);
  }

  /** Whether a proposal diverged or came out much worse than the incumbent. */
  private static boolean harmed(
      List<Integer> tried, int old, Evidence evidence, RegionConfig config) {
    double worst = evidence.observed(old) + Math.log(config.harmFactor());
    return tried.stream()
        .map(evidence.runs()::get)
        .anyMatch(run -> run.diverged() || (run.finished() && run.outcome() > worst));
  }

  /** Whether the incumbent moved and a proposal is expected to be better by more than noise. */
  private static boolean gained(
      List<Integer> tried, int old, int incumbent, Evidence evidence, RegionConfig config) {
    double best = tried.stream().mapToDouble(evidence::expected).min().orElseThrow();
    return evidence.schedule(incumbent) != evidence.schedule(old)
        && best < evidence.expected(old) - config.success() * evidence.noise();
  }

  private static double radius(double last, boolean success, boolean harmed, RegionConfig config) {
    double radius =
        last
            * (success ? config.growth() : config.shrinkage())
            * (harmed ? config.shrinkageAfterDivergence() : 1);
    return Math.min(config.largestRadius(), Math.max(config.smallestRadius(), radius));
  }

  /** The run with the best cautious expectation, unless it is hardly better than the old one. */
  private static int incumbent(int old, Evidence evidence, RegionConfig config) {
    int best = evidence.bestCautious();
    boolean stay =
        Double.isFinite(evidence.expected(old))
            && evidence.cautious(best) > evidence.cautious(old) - config.stay() * evidence.noise();
    return stay ? old : best;
  }

  /** The new runs that followed a proposal. */
  private static List<Integer> tried(
      SearchState last, Evidence evidence, double horizonStep, EvidenceConfig config) {
    Set<String> known = new HashSet<>(last.known());
    List<Integer> tried = new ArrayList<>();
    for (int i = 0; i < evidence.runs().size(); i++) {
      EvaluatedRun run = evidence.runs().get(i);
      if (!known.contains(Evidence.key(run))
          && last.schedules().stream()
              .anyMatch(schedule -> FollowedProposal.by(run, schedule, horizonStep, config))) {
        tried.add(i);
      }
    }
    return tried;
  }

  /**
   * The edge after a gain. It grows only if the new incumbent's largest rate touches it: otherwise
   * the edge did not hold the search back. An incumbent from the sweep may have a peak above the
   * edge. Growth then starts from that peak, because rates up to it are known to be good.
   */
  private static double afterSuccess(
      double edge, EvaluatedRun incumbent, SweepOutcomes sweep, EdgeConfig config) {
    double peak = Math.exp(incumbent.logPeak()) / sweep.bounds().maximum();
    return peak > config.edgeTouched() * edge
        ? Math.min(config.largestEdge(), Math.max(edge, peak) * config.edgeGrowth())
        : edge;
  }
}
