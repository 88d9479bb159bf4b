package io.lode.model.crossgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.GradientCheck;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrossFitTest {

  private static final int STEPS = 30;

  private static CrossConfig config(long seed) {
    return new CrossConfig(2, STEPS, 2, 3, new CrossSizes(2, 2, 3), 0.02, 0.1, 8, "cpu", seed);
  }

  private static List<GroupView> views() {
    List<GroupView> views = new ArrayList<>();
    for (Sweep group : MadeUpGroups.groups(3)) {
      views.add(GroupView.of(group, group.runs(), Optional.empty()));
    }
    return views;
  }

  private static CrossFit fit(long seed) {
    return new CrossFit(config(seed), CrossReadout.LOSS, views(), DataType.FLOAT32);
  }

  /**
   * Against central differences in double precision, garbage collected before the backward pass.
   */
  @ParameterizedTest
  @EnumSource(CrossReadout.class)
  void gradientAgreesWithFiniteDifferences(CrossReadout readout) {
    CrossFit fit = new CrossFit(config(1), readout, views(), DataType.FLOAT64);
    SplittableRandom random = new SplittableRandom(2);
    double[] flat =
        Arrays.stream(fit.checkpoint().parameters())
            .flatMapToDouble(Arrays::stream)
            .map(value -> value + random.nextDouble(-0.05, 0.05))
            .toArray();
    double[] gradient = fit.gradient(flat, GradientCheck::collectGarbage);
    assertThat(GradientCheck.error(gradient, flat, fit::loss)).isLessThan(1e-6);
  }

  @Test
  void goesOnFromACheckpointToTheSameWeights() {
    CrossFit whole = fit(5);
    whole.runTo(STEPS);
    CrossFit first = fit(5);
    first.runTo(11);
    FitCheckpoint checkpoint = first.checkpoint();
    first.runTo(20);
    CrossFit second = fit(5);
    second.restore(checkpoint);
    assertThat(second.step()).isEqualTo(11);
    second.runTo(STEPS);
    assertThat(second.checkpoint().parameters()).isDeepEqualTo(whole.checkpoint().parameters());
  }

  @Test
  void aCheckpointOfOtherGroupsIsRefused() {
    FitCheckpoint checkpoint = fit(5).checkpoint();
    CrossFit fewer =
        new CrossFit(config(5), CrossReadout.LOSS, views().subList(0, 2), DataType.FLOAT32);
    assertThatThrownBy(() -> fewer.restore(checkpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a checkpoint of 2 members of ");
  }

  @Test
  void theSameSeedGivesTheSameFitAndAnotherSeedAnother() {
    CrossFit first = fit(5);
    CrossFit second = fit(5);
    CrossFit other = fit(6);
    first.runTo(5);
    second.runTo(5);
    other.runTo(5);
    assertThat(second.weights()).isDeepEqualTo(first.weights());
    assertThat(other.weights()[0][0]).isNotEqualTo(first.weights()[0][0]);
  }

  @Test
  void trainingLowersTheLoss() {
    CrossFit fit = fit(5);
    double before = fit.loss(flat(fit));
    fit.runTo(STEPS);
    assertThat(fit.loss(flat(fit))).isLessThan(before);
  }

  private static double[] flat(CrossFit fit) {
    return Arrays.stream(fit.checkpoint().parameters()).flatMapToDouble(Arrays::stream).toArray();
  }
}
