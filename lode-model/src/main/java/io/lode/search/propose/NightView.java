package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.Estimate;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.Evidence;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * All that an explorer may use to choose the proposals of one night.
 *
 * @param sweep the runs, evaluated at the horizon
 * @param panel the forecasters
 * @param evidence what is known of each schedule
 * @param region how far from the incumbent the search may go
 * @param published index of the run whose schedule is proven
 * @param proposals how many to choose, at least 0
 * @param config settings
 * @param random the night's random numbers
 */
public record NightView(
    SweepOutcomes sweep,
    Panel panel,
    Evidence evidence,
    TrustRegion region,
    int published,
    int proposals,
    SearchConfig config,
    SplittableRandom random) {

  /** The run at the centre of the region. */
  public EvaluatedRun incumbent() {
    return evidence.runs().get(region.incumbent());
  }

  /** The incumbent's schedule as a candidate. */
  IntervalSchedule centre() {
    return incumbent().intervals(sweep.horizonStep());
  }

  /** The runs with the best observed schedules, the best first. */
  public List<EvaluatedRun> good() {
    return IntStream.range(0, evidence.runs().size())
        .boxed()
        .filter(i -> Double.isFinite(evidence.observed(i)))
        .sorted(Comparator.comparingDouble(evidence::observed))
        .limit(config.candidates().goodRuns())
        .map(evidence.runs()::get)
        .toList();
  }

  /** Whether shapes of practice are made from a run: it is near the best one, and no risk. */
  boolean isGood(int run) {
    return evidence.behind(run) <= config.cooldowns().cooldownWidth() && !evidence.risky(run);
  }

  /**
   * Log of the rate above which a schedule comes near to rates that diverged; infinite for none.
   */
  double logCap() {
    return sweep.anyDiverged()
        ? Math.log(Envelope.cap(sweep, region.edge(), config.edge().clearOfDiverged()))
        : Double.POSITIVE_INFINITY;
  }

  /** What each forecaster expects of candidates, as differences from the incumbent. */
  public Panel.Opinions opinions(List<IntervalSchedule> candidates) {
    return panel.opinions(candidates, centre(), sweep.horizonStep());
  }

  /** What the panel expects of one candidate, its standard deviation against the incumbent. */
  public Estimate estimate(IntervalSchedule candidate) {
    Panel.Opinions opinions = opinions(List.of(candidate));
    return new Estimate(opinions.sharedMean(0), opinions.sharedStandardDeviation(0));
  }
}
