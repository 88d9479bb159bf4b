package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KnownOptimaTest {

  static Stream<Arguments> standardWorlds() {
    return Worlds.names().stream()
        .filter(name -> !name.startsWith("network"))
        .flatMap(
            name -> Stream.of(0.1, 0.5, 1.0).map(horizon -> Arguments.arguments(name, horizon)));
  }

  @ParameterizedTest
  @MethodSource("standardWorlds")
  void isReachedByItsRates(String name, double horizon) {
    World world = Worlds.named(name, Worlds.STANDARD);
    double step = horizon * world.totalSteps();
    KnownOptimum optimum = KnownOptima.find(name, step).orElseThrow();

    assertThat(world.trueOutcome(optimum.schedule(), step, 1, 0).mean())
        .isCloseTo(optimum.objective(), within(1e-9 * optimum.objective()));
    assertThat(Arrays.stream(optimum.schedule().rates()).boxed())
        .allSatisfy(
            rate ->
                assertThat(rate)
                    .isBetween(
                        world.bounds().minimum() * (1 - 1e-12),
                        world.bounds().maximum() * (1 + 1e-12)));
  }

  @ParameterizedTest
  @MethodSource("standardWorlds")
  void beatsEveryScheduleOfTheSweep(String name, double horizon) {
    World world = Worlds.named(name, Worlds.STANDARD);
    double step = horizon * world.totalSteps();
    double best = world.bestKnown(step).orElseThrow().objective();

    for (SweepSchedule schedule : world.sweepSchedules()) {
      double reached = world.trueOutcome(schedule, step, 1, 0).mean();
      assertThat(Double.isNaN(reached) || reached > best).as(schedule.name()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("standardWorlds")
  void isNotImprovedByMoreThanAHairInItsNeighbourhood(String name, double horizon) {
    World world = Worlds.named(name, Worlds.STANDARD);
    double step = horizon * world.totalSteps();
    KnownOptimum optimum = world.bestKnown(step).orElseThrow();
    SplittableRandom random = new SplittableRandom(11);

    double best = optimum.objective();
    for (int trial = 0; trial < 300; trial++) {
      double size = Math.exp(random.nextDouble(Math.log(1e-4), Math.log(0.3)));
      double[] rates = optimum.schedule().rates().clone();
      for (int k = 0; k < rates.length; k++) {
        rates[k] = world.bounds().clamp(rates[k] * Math.exp(size * random.nextGaussian()));
      }
      HeldRates moved = new HeldRates(optimum.schedule().intervalSteps(), rates);
      double reached = world.trueOutcome(moved, step, 1, 0).mean();
      best = Double.isNaN(reached) ? best : Math.min(best, reached);
    }

    assertThat(best).isGreaterThan(optimum.objective() * (1 - 1e-4));
  }
}
