package io.lode.lab.world;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepDrawTest {

  private final World world = Worlds.quadratic(Worlds.STANDARD);

  @Test
  void sixtyRunsAreEveryScheduleUnderThreeSeeds() {
    SweepDraw draw = SweepDraw.of(world, 60, 1);

    assertThat(draw.names()).hasSize(60).doesNotHaveDuplicates();
    assertThat(draw.schedules().stream().collect(groupingBy(SweepSchedule::name, counting())))
        .hasSize(20)
        .allSatisfy((name, count) -> assertThat(count).isEqualTo(3));
  }

  @Test
  void twentyRunsAreEveryScheduleOnce() {
    SweepDraw draw = SweepDraw.of(world, 20, 1);

    assertThat(draw.schedules()).containsExactlyElementsOf(world.sweepSchedules());
    assertThat(draw.names()).contains("cosine-0.3-seed-1", "one-cycle-2.2-seed-1");
  }

  @Test
  void tenRunsKeepShapesAndPeaksInBalance() {
    for (long seed = 0; seed < 50; seed++) {
      List<SweepSchedule> schedules = SweepDraw.of(world, 10, seed).schedules();

      assertThat(schedules).hasSize(10).doesNotHaveDuplicates();
      assertThat(schedules.stream().collect(groupingBy(SweepSchedule::shape, counting())))
          .hasSize(5);
      assertThat(schedules.stream().collect(groupingBy(SweepSchedule::peak, counting())))
          .hasSize(4)
          .allSatisfy((peak, count) -> assertThat(count).isBetween(2L, 3L));
    }
  }

  @Test
  void theSeedDecidesTheChoice() {
    assertThat(SweepDraw.of(world, 10, 7).names()).isEqualTo(SweepDraw.of(world, 10, 7).names());
    assertThat(SweepDraw.of(world, 10, 7).names()).isNotEqualTo(SweepDraw.of(world, 10, 8).names());
  }

  @Test
  void refusesAnEmptySweep() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SweepDraw.of(world, 0, 1))
        .withMessage("a sweep needs at least 1 run, found 0");
  }
}
