package io.lode.model.latent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WindowBatchTest {

  private static final double NONE = Double.NaN;

  @Test
  void fillsGapsFromInsideTheWindowAndNeverWithZerosBeforeIt() {
    double[][] series = {{5}, {NONE}, {NONE}, {8}, {NONE}};
    assertThat(Gaps.filled(series, 0, 5)).isDeepEqualTo(new double[][] {{5}, {6}, {7}, {8}, {8}});
    assertThat(Gaps.filled(series, 1, 3)).isDeepEqualTo(new double[][] {{8}, {8}, {8}});
    assertThat(Gaps.filled(series, 1, 2)).isDeepEqualTo(new double[][] {{0}, {0}});
  }

  @Test
  void drawsSubWindowsOfManyLengthsAndStarts() {
    double[][][] values = new double[2][20][1];
    for (int t = 0; t < 20; t++) {
      values[0][t][0] = t;
      values[1][t][0] = 100 + t;
    }
    TreeSet<Integer> lengths = new TreeSet<>();
    TreeSet<Double> starts = new TreeSet<>();
    for (int seed = 0; seed < 200; seed++) {
      WindowBatch batch =
          WindowBatch.draw(
              new TimeSeries(values, 0.1), 1, 2, WindowChoice.RANDOM, new SplittableRandom(seed));
      lengths.add(batch.length());
      starts.add(batch.observed()[0] % 100);
      assertThat(batch.seen()).isBetween(1, batch.length());
      assertThat(batch.inputs()[0]).isZero();
      assertThat(batch.inputs()[1]).isEqualTo(batch.observed()[0]);
    }
    assertThat(lengths).hasSizeGreaterThan(10).last().isEqualTo(20);
    assertThat(starts).hasSizeGreaterThan(8);
  }

  @Test
  void leavesUnobservedValuesOutOfTheLoss() {
    double[][][] values = {{{1, NONE}, {2, 3}}};
    WindowBatch batch =
        WindowBatch.draw(
            new TimeSeries(values, 0.1), 1, 1, WindowChoice.WHOLE, new SplittableRandom(1));
    assertThat(batch.observed()).containsExactly(1, 0, 2, 3);
    assertThat(batch.mask()).containsExactly(0.5, 0, 0.5, 0.5);
  }
}
