package io.lode.model.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Forecast;
import io.lode.forecast.Outcomes;
import io.lode.model.modal.ModalBasis;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalGridConfig;
import io.lode.model.modal.ModalParameters;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeuralResidualTest {

  private static final ResidualSizes SIZES = new ResidualSizes(3, 5);
  private static final RateGrid GRID = new RateGrid(600, 600, 1e-6, Math.log(0.1), 1);

  private final Schedule falling = ParametricSchedules.oneCycle(0.3, 600);
  private final Schedule level = step -> 0.1;

  private static NeuralResidual residual(double shrinkage) {
    SplittableRandom random = new SplittableRandom(3);
    double[][] parameters = new double[2][];
    for (int m = 0; m < 2; m++) {
      parameters[m] = SIZES.layout().initial(random);
      for (int i = 0; i < parameters[m].length; i++) {
        parameters[m][i] += 0.3 * random.nextGaussian();
      }
    }
    return new NeuralResidual(SIZES, parameters, GRID, 0.1, shrinkage);
  }

  @Test
  void startsAtZero() {
    double[] start = SIZES.layout().initial(new SplittableRandom(1));
    NeuralResidual fresh = new NeuralResidual(SIZES, new double[][] {start}, GRID, 1, 1);
    assertThat(fresh.corrections(List.of(falling), new double[] {10, 300, 600})[0][0])
        .containsOnly(0);
  }

  @Test
  void aScheduleAloneIsCorrectedAsInABatch() {
    double[] steps = {5, 200, 433, 600};
    double[][][] both = residual(1).corrections(List.of(falling, level), steps);
    double[][][] one = residual(1).corrections(List.of(level), steps);
    for (int m = 0; m < 2; m++) {
      assertThat(both[m][1]).containsExactly(one[m][0], within(1e-6));
      assertThat(both[m][0]).isNotEqualTo(both[m][1]);
    }
  }

  @Test
  void isShrunkInProportionAndStaysBeyondWhatWasSeen() {
    double[] steps = {100, 600, 700, 5000};
    double[] whole = residual(1).corrections(List.of(falling), steps)[0][0];
    double[] half = residual(0.5).corrections(List.of(falling), steps)[0][0];
    assertThat(whole[0]).isNotZero();
    assertThat(half[0]).isEqualTo(0.5 * whole[0], within(1e-12));
    assertThat(whole[2]).isEqualTo(whole[1]);
    assertThat(whole[3]).isEqualTo(whole[1]);
  }

  /** A forecast that reaches further must not say something else about what comes before. */
  @Test
  void anEarlierStepDoesNotDependOnLaterOnes() {
    double[] few = residual(1).corrections(List.of(falling), new double[] {95})[0][0];
    double[] many = residual(1).corrections(List.of(falling), new double[] {95, 600})[0][0];
    assertThat(few[0]).isEqualTo(many[0], within(1e-6));
  }

  @Test
  void forecasterAddsTheCorrectionToTheLogObjective() {
    ModalBasis basis = ModalBasis.of(ModalGridConfig.standard(), 0.3, 0.3, 600);
    double[] values = new double[1 + 2 * basis.modes() + ModalParameters.EXPONENTS];
    java.util.Arrays.fill(values, -3);
    values[values.length - 3] = 1;
    values[values.length - 2] = 0.8;
    values[values.length - 1] = 1;
    ModalForecaster modal =
        new ModalForecaster(basis, List.of(ModalParameters.withoutWeightNorm(values)));
    double[] steps = Outcomes.steps(600);
    Forecast plain = modal.forecast(level, steps);
    ResidualForecaster corrected = new ResidualForecaster(modal, residual(0.4));
    double[] correction = residual(0.4).corrections(List.of(level), steps)[0][0];
    Forecast forecast = corrected.forecast(level, steps);
    for (int t = 0; t < steps.length; t++) {
      assertThat(forecast.mean()[t]).isEqualTo(plain.mean()[t] + correction[t], within(1e-9));
    }
    double mean = java.util.Arrays.stream(forecast.mean()).average().orElseThrow();
    assertThat(corrected.outcomes(List.of(falling, level), 600).mean(1))
        .isEqualTo(mean, within(1e-6));
    ResidualForecaster off = new ResidualForecaster(modal, residual(0));
    assertThat(off.forecast(level, steps).mean()).containsExactly(plain.mean());
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> new NeuralResidual(SIZES, new double[][] {{1, 2}}, GRID, 1, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs members of 57 values, found 1 of 2");
    assertThatThrownBy(() -> residual(1.5)).hasMessage("shrinkage must be 0 to 1, found 1.5");
  }
}
