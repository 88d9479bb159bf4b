package io.lode.search.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.SearchConfig;
import io.lode.search.SearchState;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.FlatRuns;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrustRegionTest {

  private static final SearchConfig CONFIG = SearchConfig.standard();
  private static final double NOISE = 0.5;
  private static final Offset<Double> EXACT = within(1e-12);

  /** A last night with two runs, the second at the centre, and proposals at constant rates. */
  private static SearchState last(double radius, double edge, double... proposals) {
    return new SearchState(
        0,
        radius,
        edge,
        "sweep/run-1",
        "sweep/run-1",
        List.of("sweep/run-0", "sweep/run-1"),
        List.of("sweep/earlier"),
        Arrays.stream(proposals)
            .mapToObj(rate -> new PiecewiseLogLinear(new double[] {0}, new double[] {rate}))
            .toList(),
        null);
  }

  private static TrustRegion next(SearchState last, FlatRuns runs) {
    return next(last, runs, NOISE);
  }

  private static TrustRegion next(SearchState last, FlatRuns runs, double noise) {
    SweepOutcomes sweep = runs.outcomes();
    return TrustRegion.next(last, sweep, Nights.evidence(sweep, noise), CONFIG);
  }

  @Test
  void startsAroundTheRunThatIsExpectedBest() {
    Evidence evidence = Nights.evidence(Nights.runs(0.1, 0.3, 0.2).outcomes(), NOISE);
    assertThat(TrustRegion.first(evidence, CONFIG))
        .isEqualTo(new TrustRegion(0.4, 0.75, 1, List.of()));
  }

  @Test
  void growsAndMovesAfterAGain() {
    TrustRegion region = next(last(0.4, 0.75, 0.3), Nights.runs(0.1, 0.2, 0.3));
    assertThat(region.radius()).isCloseTo(0.4 * 1.3, EXACT);
    assertThat(region.incumbent()).isEqualTo(2);
    assertThat(region.proposed()).containsExactly("sweep/earlier", "sweep/run-2");
  }

  @Test
  void shrinksWithoutAGain() {
    TrustRegion region = next(last(0.4, 0.75, 0.15), Nights.runs(0.1, 0.2, 0.15));
    assertThat(region.radius()).isCloseTo(0.4 * 0.85, EXACT);
    assertThat(region.edge()).isEqualTo(0.75);
    assertThat(region.incumbent()).isEqualTo(1);
  }

  @Test
  void shrinksFurtherAfterAProposalDiverged() {
    TrustRegion region = next(last(0.6, 0.75, 0.3), Nights.runs(0.1, 0.2).diverged(0.3));
    assertThat(region.radius()).isCloseTo(0.6 * 0.85 * 0.6, EXACT);
    assertThat(region.edge()).isCloseTo(0.75 * 0.75, EXACT);
  }

  @Test
  void harmIsAProposalTwiceAsBadAsTheIncumbent() {
    double incumbent = Nights.loss(0.2);
    SearchState last = last(0.6, 0.75, 0.15);
    assertThat(next(last, Nights.runs(0.1, 0.2).survived(0.15, 2.05 * incumbent)).radius())
        .isCloseTo(0.6 * 0.85 * 0.6, EXACT);
    assertThat(next(last, Nights.runs(0.1, 0.2).survived(0.15, 1.95 * incumbent)).radius())
        .isCloseTo(0.6 * 0.85, EXACT);
  }

  @Test
  void radiusAndEdgeStayWithinTheirLimits() {
    assertThat(next(last(1.1, 0.75, 0.3), Nights.runs(0.1, 0.2, 0.3)).radius()).isEqualTo(1.2);
    TrustRegion harmed = next(last(0.21, 0.55, 0.3), Nights.runs(0.1, 0.2).diverged(0.3));
    assertThat(harmed.radius()).isEqualTo(0.2);
    assertThat(harmed.edge()).isEqualTo(0.5);
    assertThat(next(last(0.4, 1.05, 0.3), Nights.runs(0.1, 0.2, 0.3)).edge()).isEqualTo(1.25);
  }

  @Test
  void theEdgeGrowsFromThePeakOfAnIncumbentThatTouchesIt() {
    // The new incumbent's rate is the largest that survived: part 1, over the edge of 0.75.
    assertThat(next(last(0.4, 0.75, 0.3), Nights.runs(0.1, 0.2, 0.3)).edge())
        .isCloseTo(1.2, within(1e-9));
    // Here a run of the sweep survived more than three times its rate.
    FlatRuns bolder = new FlatRuns();
    bolder.survived(1, Nights.loss(1)).survived(0.2, Nights.loss(0.2));
    assertThat(next(last(0.4, 0.75, 0.3), bolder.survived(0.3, Nights.loss(0.3))).edge())
        .isEqualTo(0.75);
  }

  @Test
  void staysWhereNoNewRunFollowedAProposal() {
    assertThat(next(last(0.5, 0.6, 0.15), Nights.runs(0.1, 0.2, 0.3)))
        .isEqualTo(new TrustRegion(0.5, 0.6, 2, List.of("sweep/earlier")));
  }

  @Test
  void theCentreStaysForAGainThatIsHardlyMoreThanNoise() {
    // A tenth of a noise of 2 is 0.2 in log loss.
    assertThat(next(last(0.4, 0.75), Nights.runs(0.1, 0.2, 0.23), 2).incumbent()).isEqualTo(1);
    assertThat(next(last(0.4, 0.75), Nights.runs(0.1, 0.2, 0.26), 2).incumbent()).isEqualTo(2);
  }

  @Test
  void startsAnewWhereTheIncumbentIsGone() {
    SearchState gone =
        new SearchState(
            3, 0.9, 1.1, "sweep/gone", "sweep/gone", List.of(), List.of("a"), List.of(), null);
    assertThat(next(gone, Nights.runs(0.1, 0.3)))
        .isEqualTo(new TrustRegion(0.4, 0.75, 1, List.of()));
  }
}
