package io.lode.search.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.Estimate;
import io.lode.search.EvidenceConfig;
import io.lode.search.Gain;
import io.lode.search.PublicationConfig;
import io.lode.search.ScheduleDecision;
import io.lode.search.evidence.Evidence;
import io.lode.search.evidence.FlatRuns;
import io.lode.search.evidence.SameOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plan of a constant rate of 0.3 was published; runs at that rate came in since. */
class StandingPlanTest {

  private static final PiecewiseLogLinear PLAN =
      new PiecewiseLogLinear(new double[] {0}, new double[] {0.3});

  private static final int FIRST_FOLLOWER = 9;

  /** The best run of the sweep ends at 0.5. */
  private static FlatRuns sweep() {
    FlatRuns runs = new FlatRuns();
    for (int i = 1; i < 10; i++) {
      runs.survived(0.02 * i, 0.95 - 0.05 * i);
    }
    return runs;
  }

  private static Panel panel(double outcome) {
    return new Panel(List.of(new SameOutcome(outcome)), 0.02);
  }

  private static Publication publication(FlatRuns runs, Integer... followed) {
    SweepOutcomes sweep = runs.outcomes();
    Panel panel = panel(Math.log(0.5));
    Evidence evidence = new Evidence(sweep, panel, EvidenceConfig.standard());
    return new Publication(
            sweep,
            evidence,
            PublicationConfig.standard(),
            Optional.of("sweep/run-8"),
            List.of("sweep/run-9"))
        .letting(PLAN, panel, List.of(followed));
  }

  @Test
  void aPlanWhoseRunWasALittleBetterStays() {
    ScheduleDecision decision = publication(sweep().survived(0.3, 0.495), FIRST_FOLLOWER).planned();
    assertThat(decision).isInstanceOf(ScheduleDecision.Revised.class);
    assertThat(decision.schedule()).isEqualTo(PLAN);
    assertThat(decision.reason())
        .isEqualTo(
            "the plan that was published before was run once since, and is expected 0.50% better"
                + " than run run-8: train with it");
  }

  @Test
  void aPlanWhoseRunWasWorseIsTakenBack() {
    ScheduleDecision decision = publication(sweep().survived(0.3, 0.51), FIRST_FOLLOWER).planned();
    assertThat(decision).isInstanceOf(ScheduleDecision.Kept.class);
    assertThat(decision.bestRun().run().run()).isEqualTo("run-8");
  }

  @Test
  void aPlanThatNoRunFollowedIsTakenBack() {
    assertThat(publication(sweep()).planned()).isInstanceOf(ScheduleDecision.Kept.class);
  }

  @Test
  void aPlanWithADivergedRunIsTakenBack() {
    FlatRuns runs = sweep().survived(0.3, 0.4).diverged(0.3);
    assertThat(publication(runs, FIRST_FOLLOWER).planned())
        .isInstanceOf(ScheduleDecision.Kept.class);
  }

  @Test
  void theProvenPolicyDoesNotFollowIt() {
    assertThat(publication(sweep().survived(0.3, 0.495), FIRST_FOLLOWER).proven())
        .isInstanceOf(ScheduleDecision.Kept.class);
  }

  @Test
  void aNewPlanHasToBeatIt() {
    Publication publication = publication(sweep().survived(0.3, 0.3), FIRST_FOLLOWER);
    PiecewiseLogLinear other = new PiecewiseLogLinear(new double[] {0}, new double[] {0.2});
    Panel panel = panel(Math.log(0.3));
    Plan worse = publication.plan(panel, "another plan", other, new Estimate(Math.log(0.4), 0.01));
    assertThat(worse.gain().difference()).isNegative();
    ScheduleDecision stands = publication.planned(worse);
    assertThat(stands.schedule()).isEqualTo(PLAN);
    assertThat(stands.reason())
        .startsWith("the plan that was published before was run once since")
        .contains("another plan is expected");
    Plan better = publication.plan(panel, "another plan", other, new Estimate(Math.log(0.2), 0.01));
    assertThat(better.gain()).isEqualTo(new Gain(better.gain().difference(), 0.01));
    assertThat(publication.planned(better).schedule()).isEqualTo(other);
  }
}
