package io.lode.lab.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreeParzenTest {

  private static double loss(double[] point) {
    return Math.pow(point[0] - 0.3, 2) + Math.pow(point[1] - 0.8, 2);
  }

  @Test
  void suggestsBetterPointsThanChanceOnceItHasSeenSome() {
    TreeParzen tuner = new TreeParzen(2, new SplittableRandom(1));
    for (int i = 0; i < 20; i++) {
      double[] point = tuner.uniform();
      tuner.observe(point, loss(point));
    }
    double suggested = 0;
    for (int i = 0; i < 40; i++) {
      double[] point = tuner.suggest();
      assertThat(Arrays.stream(point).boxed()).allMatch(value -> value >= 0 && value <= 1);
      suggested += loss(point) / 40;
      tuner.observe(point, loss(point));
    }
    double chance = 0;
    for (int i = 0; i < 40; i++) {
      chance += loss(tuner.uniform()) / 40;
    }
    assertThat(suggested).isLessThan(0.5 * chance);
    assertThat(loss(tuner.best())).isLessThan(0.02);
  }

  @Test
  void aTrialThatDivergedIsNeverTheBest() {
    TreeParzen tuner = new TreeParzen(1, new SplittableRandom(1));
    tuner.observe(new double[] {0.5}, Double.POSITIVE_INFINITY);
    tuner.observe(new double[] {0.25}, 7);
    assertThat(tuner.best()).containsExactly(0.25);
  }
}
