package io.lode.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SweepLengthsTest {

  private static Run run(double steps) {
    return new Run(
        "s",
        "r" + steps,
        null,
        Map.of(),
        RunStatus.COMPLETED,
        steps,
        new Trajectory(new double[] {1}, new double[] {0.1}, new double[] {1}, new double[] {1}));
  }

  private static Sweep sweep(double... steps) {
    return new Sweep(
        new GroupKey("m", "d", "o"),
        Objective.minimize("loss"),
        DoubleStream.of(steps).mapToObj(SweepLengthsTest::run).toList());
  }

  @Test
  void logsThatEndALittleEarlyAreOfOneLength() {
    SweepLengths lengths = SweepLengths.of(sweep(23_920, 24_000, 23_936));
    assertThat(lengths.several()).isFalse();
    assertThat(lengths.lengths()).containsExactly(new SweepLengths.Length(24_000, 3));
    assertThat(lengths.words()).isEqualTo("3 runs of 24000 steps");
  }

  @Test
  void namesEachLengthWithItsRuns() {
    assertThat(SweepLengths.of(sweep(640, 160, 320, 320, 161)).words())
        .isEqualTo("2 runs of 161 steps, 2 of 320 and 1 of 640");
    assertThat(SweepLengths.of(sweep(1, 2, 3, 4, 5, 6, 7, 8)).words())
        .isEqualTo("1 run of 1 steps, 1 of 2, 1 of 3, 1 of 4, 1 of 5, 1 of 6 and 2 of more");
    assertThat(SweepLengths.of(new double[0]).words()).isEqualTo("no runs");
  }

  @Test
  void keepsTheRunsOfOneLength() {
    Sweep sweep = sweep(160, 320, 640, 641);
    assertThat(SweepLengths.only(sweep, 640).runs())
        .extracting(Run::totalSteps)
        .isEqualTo(List.of(640.0, 641.0));
    assertThatThrownBy(() -> SweepLengths.only(sweep, 1000))
        .hasMessage(
            "group model=m,dataset=d,optimizer=o has no run of 1000 steps; it has 1 run of 160"
                + " steps, 1 of 320 and 2 of 641");
  }
}
