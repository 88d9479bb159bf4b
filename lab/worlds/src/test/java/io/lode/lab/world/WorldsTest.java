package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WorldsTest {

  @ParameterizedTest
  @MethodSource("io.lode.lab.world.Worlds#names")
  void aWorldIsCalledWhatItIsAskedForBy(String name) {
    assertThat(Worlds.named(name, Worlds.STANDARD).name()).isEqualTo(name);
    assertThat(Worlds.named(name, 7).name()).isEqualTo(name + "-variant-7");
  }

  @ParameterizedTest
  @MethodSource("io.lode.lab.world.Worlds#names")
  void theSweepHasTwentySchedulesWithinTheBounds(String name) {
    World world = Worlds.named(name, Worlds.STANDARD);
    Set<String> names = new HashSet<>();
    for (SweepSchedule schedule : world.sweepSchedules()) {
      names.add(schedule.name());
      double largest = 0;
      for (int i = 0; i <= 600; i++) {
        double rate = schedule.learningRate(i * world.totalSteps() / 600);
        assertThat(rate).isGreaterThanOrEqualTo(world.bounds().minimum());
        largest = Math.max(largest, rate);
      }
      assertThat(largest).isBetween(0.999 * schedule.peak(), 1.000001 * schedule.peak());
    }
    assertThat(names).hasSize(20);
  }

  @ParameterizedTest
  @MethodSource("io.lode.lab.world.Worlds#names")
  void variantsAreOtherInstances(String name) {
    double standard = outcome(name, Worlds.STANDARD);

    assertThat(outcome(name, 3)).isNotEqualTo(standard).isNotEqualTo(outcome(name, 4));
    assertThat(outcome(name, 3)).isEqualTo(outcome(name, 3)).isLessThan(11);
  }

  private static double outcome(String name, long variant) {
    World world = Worlds.named(name, variant);
    return world.trueOutcome(world.sweepSchedules().get(5), 0.1 * world.totalSteps(), 2, 1).mean();
  }

  @Test
  void refusesAnUnknownName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Worlds.named("cubic", 0))
        .withMessage(
            "world must be one of quadratic, over-fitting, multi-power-law, multi-power-law-100m,"
                + " multi-power-law-25m, network-adam, network-sgd, found 'cubic'");
  }
}
