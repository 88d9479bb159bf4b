package io.lode.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.trajectory.GroupKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamilyTest {

  private static GroupKey group(String model) {
    return new GroupKey(model, "c4", "adamw");
  }

  @Test
  void groupsThatDifferInSizeAloneAreOneFamily() {
    assertThat(Family.same(group("190M"), group("760M"))).isTrue();
    assertThat(Family.same(group("gpt-1.5B-wide"), group("gpt-125m-wide"))).isTrue();
    assertThat(Family.same(group("gpt-1.5B-wide"), group("gpt-1.5B-deep"))).isFalse();
    assertThat(Family.same(group("resnet18"), group("resnet50"))).isFalse();
    assertThat(Family.same(group("190M"), new GroupKey("760M", "pile", "adamw"))).isFalse();
    assertThat(Family.same(group("190M"), new GroupKey("760M", "c4", "sgd"))).isFalse();
  }

  @Test
  void readsTheSize() {
    assertThat(Family.size(group("gpt-1.5B"))).isEqualTo(1.5e9);
    assertThat(Family.size(group("190M-x"))).isEqualTo(1.9e8);
    assertThat(Family.size(group("resnet18"))).isNaN();
  }

  @Test
  void aRelativeMovesTheExpectationAndNarrowsIt() {
    Kind kind = new Kind(1, new PriorEstimate(PriorConfig.standard()).unlike());
    int at = Unknown.NOISE_LEVEL.index();
    double[][] precision = new double[Unknown.COUNT][Unknown.COUNT];
    double[] information = new double[Unknown.COUNT];
    precision[at][at] = 1e4;
    information[at] = -6 * 1e4;
    GroupEvidence relative =
        new GroupEvidence(group("190M"), List.of(), 1000, precision, information, 1e-3, 0);
    Gaussian related = Family.expected(List.of(kind), List.of(relative), 0.2).get(0).unknowns();
    assertThat(related.mean(Unknown.NOISE_LEVEL)).isCloseTo(-4 - 2 * 0.8, within(0.05));
    assertThat(related.width(Unknown.NOISE_LEVEL)).isBetween(0.6, 1.1);
    assertThat(related.width(Unknown.BIAS_LEVEL))
        .isCloseTo(kind.unknowns().width(Unknown.BIAS_LEVEL), within(1e-9));
  }
}
