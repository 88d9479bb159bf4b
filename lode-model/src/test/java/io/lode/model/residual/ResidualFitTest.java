package io.lode.model.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.GradientCheck;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResidualFitTest {

  private static final int RUNS = 4;
  private static final int INTERVALS = 6;

  private static ResidualConfig config(int batch, long seed) {
    return new ResidualConfig(
        2, 40, batch, new ResidualSizes(3, 5), 0.02, 1e-4, 1e-2, 0.05, 6, 0.02, seed);
  }

  /** Two fits of which the second does not see the last run, nor the first one its second. */
  private static ResidualSeries series() {
    double[][][] features = new double[RUNS][INTERVALS][2];
    double[][][] targets = new double[2][RUNS][INTERVALS];
    for (int run = 0; run < RUNS; run++) {
      for (int k = 0; k < INTERVALS; k++) {
        double u = Math.sin(run + 0.7 * k);
        features[run][k][0] = u;
        features[run][k][1] = Math.exp(u) / 4;
        for (int fit = 0; fit < 2; fit++) {
          targets[fit][run][k] = Math.cos(run - 0.4 * k) + 0.2 * fit;
        }
      }
    }
    Arrays.fill(targets[1][3], Double.NaN);
    targets[0][1][2] = Double.NaN;
    return new ResidualSeries(features, targets);
  }

  private static ResidualFit fit(int batch, long seed) {
    return new ResidualFit(config(batch, seed), series(), DataType.FLOAT32);
  }

  /**
   * Against central differences in double precision, garbage collected before the backward pass.
   */
  @Test
  void gradientAgreesWithFiniteDifferences() {
    ResidualFit fit = new ResidualFit(config(8, 1), series(), DataType.FLOAT64);
    SplittableRandom random = new SplittableRandom(2);
    double[] flat =
        Arrays.stream(fit.checkpoint().parameters())
            .flatMapToDouble(Arrays::stream)
            .map(value -> value + random.nextDouble(-0.4, 0.4))
            .toArray();
    double[] gradient = fit.gradient(flat, GradientCheck::collectGarbage);
    assertThat(GradientCheck.error(gradient, flat, fit::loss)).isLessThan(1e-6);
  }

  @Test
  void resumesFromACheckpointToTheSameResult() {
    for (int batch : new int[] {8, 3}) {
      ResidualFit whole = fit(batch, 5);
      whole.runTo(40);
      ResidualFit first = fit(batch, 5);
      first.runTo(13);
      FitCheckpoint checkpoint = first.checkpoint();
      first.runTo(20);
      ResidualFit second = fit(batch, 5);
      second.restore(checkpoint);
      second.runTo(40);
      assertThat(second.checkpoint().parameters()).isDeepEqualTo(whole.checkpoint().parameters());
    }
  }

  @Test
  void sameSeedGivesTheSameFitAndAnotherSeedAnother() {
    ResidualFit first = fit(8, 5);
    ResidualFit second = fit(8, 5);
    ResidualFit other = fit(8, 6);
    first.runTo(5);
    second.runTo(5);
    other.runTo(5);
    assertThat(second.parameters(1)).isDeepEqualTo(first.parameters(1));
    assertThat(other.parameters(1)[0][0]).isNotEqualTo(first.parameters(1)[0][0]);
  }

  /** What a fit must not see does not change it, and the fits do not change each other. */
  @Test
  void fitsAreIndependent() {
    ResidualSeries series = series();
    ResidualFit both = fit(8, 5);
    both.runTo(10);
    double[][][] one = {series.targets()[1]};
    ResidualFit alone =
        new ResidualFit(config(8, 5), new ResidualSeries(series.features(), one), DataType.FLOAT32);
    alone.runTo(10);
    double[] expected = alone.parameters(0)[1];
    double[] found = both.parameters(1)[1];
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-3));
    }
  }

  @Test
  void lossFalls() {
    ResidualFit fit = fit(8, 5);
    double before =
        fit.loss(
            Arrays.stream(fit.checkpoint().parameters()).flatMapToDouble(Arrays::stream).toArray());
    fit.runTo(40);
    double after =
        fit.loss(
            Arrays.stream(fit.checkpoint().parameters()).flatMapToDouble(Arrays::stream).toArray());
    assertThat(after).isLessThan(before - 0.1);
  }

  @Test
  void refusesACheckpointOfAnotherSize() {
    double[][] one = {{1, 2}};
    assertThatThrownBy(() -> fit(8, 1).restore(new FitCheckpoint(1, one, one, one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a checkpoint of 4 members of 57 values is needed, found 1 of 2");
  }
}
