package io.lode.model.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.lode.model.network.FitCheckpoint;
import io.lode.model.network.ParameterLayout;
import io.lode.ode.ButcherTableau;
import io.lode.ode.StepSizeController;
import io.lode.ode.Tensors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatentFitTest {

  private static LatentFit fit(int members, int steps, long seed) {
    LatentConfig config =
        new LatentConfig(
            new LatentEffort(members, steps, 8, 5),
            0.02,
            0.1,
            new LatentNetworkConfig(6, 4, 6, 1),
            "cpu",
            seed);
    double[][][] values = new double[4][24][2];
    for (int i = 0; i < values.length; i++) {
      for (int t = 0; t < 24; t++) {
        values[i][t][0] = Math.cos(0.3 * t + i);
        values[i][t][1] = t % 5 == 0 ? Double.NaN : Math.exp(-0.1 * t);
      }
    }
    return new LatentFit(
        config, new TimeSeries(values, 1.0 / 24), WindowChoice.RANDOM, DataType.FLOAT32);
  }

  /** A fit of noisy decays: 64 whole windows of 60 observations of 3 features. */
  private static LatentFit decays(LatentConfig config, SolverSteps solverSteps) {
    SplittableRandom random = new SplittableRandom(config.seed());
    double[][][] values = new double[64][60][3];
    for (double[][] one : values) {
      for (int f = 0; f < 3; f++) {
        double rate = 1 + 3 * random.nextDouble();
        for (int t = 0; t < one.length; t++) {
          one[t][f] = Math.exp(-rate * t / 60) + 0.05 * random.nextGaussian();
        }
      }
    }
    return new LatentFit(
        config,
        new TimeSeries(values, 1.0 / 60),
        WindowChoice.WHOLE,
        DataType.FLOAT32,
        solverSteps,
        LatentFit.Encoder.FUSED);
  }

  @Test
  void resumesFromACheckpointToTheSameResult() {
    LatentFit whole = fit(2, 30, 3);
    whole.runTo(30);
    LatentFit first = fit(2, 30, 3);
    first.runTo(11);
    FitCheckpoint checkpoint = first.checkpoint();
    first.runTo(20);
    LatentFit second = fit(2, 30, 3);
    second.restore(checkpoint);
    second.runTo(30);
    assertThat(second.checkpoint().parameters()).isDeepEqualTo(whole.checkpoint().parameters());
    assertThat(second.step()).isEqualTo(30);
  }

  @Test
  void sameSeedGivesTheSameFitAndAnotherSeedAnother() {
    LatentFit first = fit(1, 5, 3);
    LatentFit second = fit(1, 5, 3);
    LatentFit other = fit(1, 5, 4);
    first.runTo(5);
    second.runTo(5);
    other.runTo(5);
    assertThat(second.checkpoint().parameters()).isDeepEqualTo(first.checkpoint().parameters());
    assertThat(other.checkpoint().parameters()[0][0])
        .isNotEqualTo(first.checkpoint().parameters()[0][0]);
  }

  @Test
  void lossFalls() {
    LatentFit fit = fit(2, 150, 3);
    fit.runTo(10);
    double early = fit.loss();
    fit.runTo(150);
    assertThat(fit.loss()).isLessThan(0.5 * early);
  }

  @Test
  void adaptiveStepsGiveTheLossAndGradientOfManySmallOnes() {
    LatentConfig config = LatentConfig.published(2).sized(1, 10);
    LatentFit adaptive =
        decays(
            config,
            SolverSteps.adaptive(
                ButcherTableau.DORMAND_PRINCE, new StepSizeController(1e-6, 1e-7, 1000)));
    LatentFit fixed = decays(config, SolverSteps.fixed(ButcherTableau.DORMAND_PRINCE, 1));
    adaptive.runTo(3);
    fixed.runTo(3);
    assertThat(adaptive.loss()).isCloseTo(fixed.loss(), within(1e-4 * fixed.loss()));
    double[] expected = fixed.checkpoint().parameters()[0];
    double[] found = adaptive.checkpoint().parameters()[0];
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("parameter %d", i).isCloseTo(expected[i], within(1e-3));
    }
  }

  @Test
  void adaptiveStepsNeedAnEmbeddedMethod() {
    LatentConfig config = LatentConfig.published(2).sized(1, 1);
    LatentFit fit =
        decays(
            config,
            SolverSteps.adaptive(ButcherTableau.RK4, new StepSizeController(1e-3, 1e-4, 100)));
    assertThatThrownBy(() -> fit.runTo(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("adaptive steps need an embedded method, rk4 has none");
  }

  @Test
  void refusesACheckpointOfAnotherSize() {
    assertThatThrownBy(() -> fit(2, 5, 1).restore(fit(1, 5, 1).checkpoint()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("a checkpoint of 2 members of \\d+ values is needed, found 1 of \\d+");
  }

  /** Single precision on both sides, so agreement is to about five digits. */
  @Test
  void fusedEncoderHasTheGradientOfTheTape() {
    LatentFit fit = fit(2, 30, 3);
    fit.runTo(10);
    WindowBatch batch =
        WindowBatch.draw(
            new TimeSeries(random(9), 0.1), 2, 8, WindowChoice.WHOLE, new SplittableRandom(4));
    try (NDManager manager = Tensors.manager()) {
      LatentFit.Gradient fused = fit.evaluate(manager, batch, LatentFit.Encoder.FUSED);
      LatentFit.Gradient taped = fit.evaluate(manager, batch, LatentFit.Encoder.TAPED);
      assertThat(fused.loss()).isEqualTo(taped.loss(), within(1e-5 * Math.abs(taped.loss())));
      double wrong = 0;
      double size = 0;
      for (int i = 0; i < taped.values().length; i++) {
        wrong += Math.pow(fused.values()[i] - taped.values()[i], 2);
        size += Math.pow(taped.values()[i], 2);
      }
      assertThat(Math.sqrt(wrong / size)).isLessThan(2e-5);
      for (ParameterLayout.Part part : fit.layout().parts()) {
        double largest = 0;
        double off = 0;
        for (int i = part.offset(); i < part.offset() + part.rows() * part.columns(); i++) {
          largest = Math.max(largest, Math.abs(taped.values()[i]));
          off = Math.max(off, Math.abs(fused.values()[i] - taped.values()[i]));
        }
        assertThat(off).as(part.name()).isLessThan(1e-4 * largest + 1e-7);
      }
    }
  }

  private static double[][][] random(int length) {
    SplittableRandom random = new SplittableRandom(8);
    double[][][] values = new double[5][length][2];
    for (double[][] series : values) {
      for (double[] at : series) {
        at[0] = random.nextDouble(-1.5, 1.5);
        at[1] = random.nextDouble(-1.5, 1.5);
      }
    }
    return values;
  }
}
