package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptimumSearchTest {

  private final ClosedFormWorld world = (ClosedFormWorld) Worlds.overFitting(3);

  @Test
  void beatsEveryScheduleOfTheSweep() {
    KnownOptimum optimum = new OptimumSearch(world, 1).search(240);

    for (SweepSchedule schedule : world.sweepSchedules()) {
      double reached = world.trueOutcome(schedule, 240, 1, 0).mean();
      assertThat(Double.isNaN(reached) || reached > optimum.objective())
          .as(schedule.name())
          .isTrue();
    }
  }

  @Test
  void findsTheSameOptimumAtEveryCall() {
    OptimumSearch search = new OptimumSearch(world, 1);

    assertThat(search.search(120)).isEqualTo(search.search(120));
  }

  /** With the noise gone and one curvature, any rates that multiply to 0 reach the floor. */
  @Test
  void reachesAFloorThatCanBeReached() {
    NoisyQuadratic law =
        new NoisyQuadratic(
            new double[] {1}, new double[] {1}, new double[] {0}, new double[] {0}, 0.1);
    ClosedFormWorld plain =
        new ClosedFormWorld(
            "plain",
            law,
            RateRule.FREE,
            20,
            world.bounds(),
            world.sweepSchedules(),
            new ObservationNoise(0, 0, 0));

    assertThat(new OptimumSearch(plain, 0).search(120).objective()).isBetween(0.1, 0.1 + 1e-9);
  }
}
