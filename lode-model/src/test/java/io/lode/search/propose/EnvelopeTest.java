package io.lode.search.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.SweepOutcomes;
import io.lode.search.EdgeConfig;
import io.lode.search.evidence.FlatRuns;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static double cap(SweepOutcomes sweep, double edge) {
    return Envelope.cap(sweep, edge, EdgeConfig.standard().clearOfDiverged());
  }

  @Test
  void capMayExceedWhatSurvivedWhileNothingDiverged() {
    SweepOutcomes sweep = new FlatRuns().survived(0.5).survived(1).outcomes();
    assertThat(cap(sweep, 0.75)).isCloseTo(1, within(1e-9));
    assertThat(cap(sweep, 1.2)).isCloseTo(1.2, within(1e-9));
  }

  @Test
  void capStaysBelowWhatSurvivedOnceARunDiverged() {
    SweepOutcomes sweep = new FlatRuns().survived(0.1).survived(1).diverged(3).outcomes();
    assertThat(cap(sweep, 0.75)).isCloseTo(0.97 * 0.75, within(1e-9));
  }

  @Test
  void capGoesAtMostHalfWayToTheLowestPeakThatDiverged() {
    SweepOutcomes sweep =
        new FlatRuns().survived(0.1).survived(1).diverged(3).diverged(1.5).outcomes();
    assertThat(cap(sweep, 1.25)).isCloseTo(Math.sqrt(0.97 * 1.5), within(1e-9));
  }

  @Test
  void capStaysClearOfAPeakThatDivergedNearWhatSurvived() {
    SweepOutcomes above = new FlatRuns().survived(0.1).survived(1).diverged(1.05).outcomes();
    assertThat(cap(above, 1.25)).isCloseTo(0.93 * 1.05, within(1e-9));
    SweepOutcomes below = new FlatRuns().survived(0.1).survived(1).diverged(0.95).outcomes();
    assertThat(cap(below, 1.25)).isCloseTo(0.93 * 0.95, within(1e-9));
  }

  @Test
  void capIgnoresAPeakThatDivergedBelowWhatSurvived() {
    SweepOutcomes sweep = new FlatRuns().survived(0.1).survived(1).diverged(0.5).outcomes();
    assertThat(cap(sweep, 1.25)).isCloseTo(0.97 * 1.25, within(1e-9));
  }
}
