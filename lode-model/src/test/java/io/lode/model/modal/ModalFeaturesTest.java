package io.lode.model.modal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.model.modal.curvature.CurvatureResponse;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModalFeaturesTest {

  private static final double[] EXPONENTS = {0.9, 0.7, 1.1, 1.3, 0.4};

  private static final double TOTAL = 1000;
  private static final ModalBasis BASIS =
      ModalBasis.of(ModalGridConfig.standard(), 0.5, 0.4, TOTAL);

  private static ModalParameters parameters(double a1, double a2, double b) {
    double[] values = new double[1 + 2 * BASIS.modes() + ModalParameters.EXPONENTS];
    values[0] = Math.log(0.3);
    for (int i = 0; i < 2 * BASIS.modes(); i++) {
      values[1 + i] = Math.log(0.05 + 0.01 * i);
    }
    values[values.length - 3] = a1;
    values[values.length - 2] = a2;
    values[values.length - 1] = b;
    return ModalParameters.withoutWeightNorm(values);
  }

  /** The same with the other constants of the dynamics: log g and log k of the weight norm. */
  private static ModalParameters parameters(double[] constants) {
    double[] values = parameters(constants[0], constants[1], constants[2]).values().clone();
    System.arraycopy(constants, 3, values, values.length - 2, 2);
    return new ModalParameters(values);
  }

  private static ModalPath path(Schedule schedule) {
    return ModalPath.of(schedule, new double[] {100, 350, 1000}, 50);
  }

  @Test
  void decaysByTheExponentialUnderAConstantRate() {
    double rate = 0.2;
    double[][] states =
        ModalFeatures.of(BASIS, parameters(1, 1, 1), path(ParametricSchedules.constant(rate)))
            .states();
    double x = rate / 0.5;
    for (int i = 0; i < BASIS.modes(); i++) {
      double lambda = BASIS.rates()[i];
      double speed = lambda * x * (1 - x * lambda / (4 * TOTAL));
      double decayed = Math.exp(-speed * 0.35);
      assertThat(states[1][i]).isCloseTo(decayed, within(1e-12));
      double settled = lambda * x * x / speed;
      assertThat(states[1][BASIS.modes() + i])
          .isCloseTo(settled * (1 - decayed), within(1e-9 * settled));
    }
  }

  @Test
  void agreesWithSmallStepsOfTheDifferentialEquation() {
    Schedule schedule = ParametricSchedules.cosine(0.4, 0.01, TOTAL);
    ModalParameters parameters = parameters(0.9, 0.6, 1.2);
    ModalPath path = path(schedule);
    double[][] states = ModalFeatures.of(BASIS, parameters, path).states();
    int mode = 10;
    double lambda = BASIS.rates()[mode];
    double bias = 1;
    double noise = 0;
    int substeps = 20_000;
    for (int k = 0; k < path.steps().length; k++) {
      double x = path.learningRate()[k] / 0.5;
      double damping = lambda * (1 - x * lambda / (4 * TOTAL));
      double width = path.steps()[k] / TOTAL / substeps;
      for (int s = 0; s < substeps; s++) {
        bias += width * -damping * Math.pow(x, 0.9) * bias;
        noise += width * (-damping * Math.pow(x, 0.6) * noise + lambda * Math.pow(x, 0.6 + 1.2));
      }
    }
    assertThat(states[2][mode]).isCloseTo(bias, within(1e-4));
    assertThat(states[2][BASIS.modes() + mode]).isCloseTo(noise, within(1e-4));
  }

  @Test
  void constantSlopesAgreeWithFiniteDifferences() {
    assertSlopesAgreeWithFiniteDifferences(BASIS);
  }

  @Test
  void slopesAgreeWithFiniteDifferencesWhereTheCurvatureFollowsTheRate() {
    ModalBasis following = BASIS.with(new CurvatureResponse(0.3, 5));
    double[] stays = ModalFeatures.of(BASIS, parameters(EXPONENTS), warmedUp()).driven();
    for (double[] follows : assertSlopesAgreeWithFiniteDifferences(following)) {
      for (int t = 0; t < follows.length; t++) {
        assertThat(follows[t]).isNotCloseTo(stays[t], within(1e-3));
      }
    }
  }

  private static ModalPath warmedUp() {
    return path(ParametricSchedules.warmup(80, ParametricSchedules.cosine(0.4, 0, 920)));
  }

  /** Gives the driven features with each parameter a little larger, (parameter, feature). */
  private static double[][] assertSlopesAgreeWithFiniteDifferences(ModalBasis basis) {
    ModalPath path = warmedUp();
    double[][] slopes = ModalFeatures.of(basis, parameters(EXPONENTS), path).constantSlopes();
    double width = 1e-6;
    double[][] above = new double[EXPONENTS.length][];
    for (int e = 0; e < EXPONENTS.length; e++) {
      double[] up = EXPONENTS.clone();
      double[] down = EXPONENTS.clone();
      up[e] += width;
      down[e] -= width;
      above[e] = ModalFeatures.of(basis, parameters(up), path).driven();
      double[] below = ModalFeatures.of(basis, parameters(down), path).driven();
      for (int t = 0; t < below.length; t++) {
        double difference = (above[e][t] - below[t]) / (2 * width);
        assertThat(slopes[t][e])
            .isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
      }
    }
    return above;
  }

  @Test
  void growsBeyondTheEdgeOfStability() {
    ModalBasis basis = new ModalBasis(new double[] {6000}, 1, 1000);
    double[] values = {0, 0, 0, 1, 1, 1};
    double[][] states =
        ModalFeatures.of(
                basis,
                ModalParameters.withoutWeightNorm(values),
                ModalPath.of(ParametricSchedules.constant(1), new double[] {1, 2}, 1))
            .states();
    assertThat(states[1][0]).isGreaterThan(states[0][0]).isGreaterThan(1);
  }

  @Test
  void forecastsTheLogarithmOfTheWeightedSum() {
    ModalParameters parameters = parameters(1, 0.8, 1);
    Schedule schedule = ParametricSchedules.constant(0.2);
    double[] steps = {100, 350, 1000};
    ModalForecaster forecaster = new ModalForecaster(BASIS, List.of(parameters));
    double[] driven =
        ModalFeatures.of(BASIS, parameters, ModalPath.of(schedule, steps, TOTAL / 60)).driven();
    double[] expected = Arrays.stream(driven).map(sum -> Math.log(0.3 + sum)).toArray();
    double[] mean = forecaster.forecast(schedule, steps).mean();
    for (int t = 0; t < steps.length; t++) {
      assertThat(mean[t]).isCloseTo(expected[t], within(1e-12));
    }
    assertThat(forecaster.forecast(schedule, steps).standardDeviation()).containsOnly(0);
  }
}
