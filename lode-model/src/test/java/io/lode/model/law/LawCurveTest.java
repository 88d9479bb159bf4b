package io.lode.model.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.evaluation.LlmLossCurves;
import io.lode.schedule.LoggedSchedule;
import io.lode.schedule.ParametricSchedules;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawCurveTest {

  private static final LawParameters PARAMETERS =
      new LawParameters(2.5, 0.4, 0.5, 0.3, 20, 0.6, 0.4, 0.7);
  private static final LawUnits UNITS = new LawUnits(0.1, 1000, 50);

  @Test
  void isTheFirstPowerLawAndTheRiseFromZeroUnderAConstantRate() {
    double[] steps = {50, 400, 1000};
    RateChanges changes =
        RateChanges.of(UNITS, ParametricSchedules.constant(0.05), new double[] {50, 400, 1000});

    double[] curve = LawCurve.logLoss(PARAMETERS, changes);

    for (int t = 0; t < steps.length; t++) {
      double area = 0.5 * (0.7 * 50 + steps[t] - 50) / 1000;
      double rise = 0.3 * 0.5 * (1 - Math.pow(1 + 20 * Math.pow(0.5, -0.4) * area, -0.6));
      double loss = 2.5 + 0.4 * Math.pow(area, -0.5) + rise;
      assertThat(curve[t]).isCloseTo(Math.log(loss), within(1e-12));
    }
  }

  @Test
  void dropsByEveryChangeThatHasHappened() {
    Schedule halved =
        new LoggedSchedule(new double[] {0, 500, 500 + 1e-9}, new double[] {0.1, 0.1, 0.05});
    double[] steps = {500, 750};
    RateChanges changes = RateChanges.of(UNITS, halved, steps);

    double[] curve = LawCurve.logLoss(PARAMETERS, changes);

    double before = 0.7 * 0.05 + 0.45;
    double area = before + 0.5 * 0.25;
    double rise = 0.3 * (1 - Math.pow(1 + 20 * area, -0.6));
    double drop = 0.3 * 0.5 * (1 - Math.pow(1 + 20 * Math.pow(0.5, -0.4) * (area - before), -0.6));
    assertThat(curve[1])
        .isCloseTo(Math.log(2.5 + 0.4 * Math.pow(area, -0.5) + rise - drop), within(1e-9));
  }

  @Test
  void slopesAreThoseOfFiniteDifferences() {
    Schedule schedule = ParametricSchedules.cosine(0.1, 0, 1000);
    RateChanges changes = RateChanges.of(UNITS, schedule, new double[] {20, 50, 300, 700, 1000});
    double[] logarithms = {
      Math.log(2.5),
      Math.log(0.4),
      Math.log(0.5),
      Math.log(0.3),
      Math.log(20),
      Math.log(0.6),
      Math.log(0.4),
      Math.log(0.7)
    };

    double[][] slopes = LawCurve.slopes(LawParameters.ofLogarithms(logarithms), changes);

    double width = 1e-5;
    for (int i = 0; i < logarithms.length; i++) {
      double[] up = logarithms.clone();
      double[] down = logarithms.clone();
      up[i] += width;
      down[i] -= width;
      double[] above = LawCurve.logLoss(LawParameters.ofLogarithms(up), changes);
      double[] below = LawCurve.logLoss(LawParameters.ofLogarithms(down), changes);
      for (int t = 0; t < slopes.length; t++) {
        assertThat(slopes[t][i])
            .as("parameter %d at time %d", i, t)
            .isCloseTo((above[t] - below[t]) / (2 * width), within(1e-8));
      }
    }
  }

  @Test
  void staysFiniteAtStepZeroAndAtARateOfZero() {
    RateChanges changes =
        RateChanges.of(UNITS, ParametricSchedules.linear(0.1, 0, 500), new double[] {0, 500, 1000});

    assertThat(LawCurve.logLoss(PARAMETERS, changes)).doesNotContain(Double.NaN);
  }

  /**
   * Published parameters, in published units. Their linear warm-up of 2,160 steps is taken as one
   * rise, which costs up to 0.0003.
   */
  @ParameterizedTest
  @CsvSource({
    "25M, 3.04045406, 0.52468604, 0.50786857, 363.78751622, 2.06560812, 0.58279013, 0.64142257,"
        + " 0.00376",
    "100M, 2.6514477, 0.60115152, 0.45295811, 437.9464276, 2.13245612, 0.59785199, 0.65523644,"
        + " 0.00435"
  })
  void publishedParametersReachThePublishedError(
      String size,
      double floor,
      double amplitude,
      double exponent,
      double annealingAmplitude,
      double annealingRate,
      double annealingExponent,
      double rateExponent,
      double publishedError) {
    LawParameters published =
        new LawParameters(
            floor,
            amplitude,
            exponent,
            annealingAmplitude,
            annealingRate,
            annealingExponent,
            rateExponent,
            0.5);
    LawUnits units = new LawUnits(1, 1, 2160);
    double sum = 0;
    int count = 0;
    for (Run run : LlmLossCurves.sweep(size).runs()) {
      if (LlmLossCurves.TRAINING_RUNS.contains(run.run())) {
        continue;
      }
      Trajectory trajectory = run.trajectory();
      Schedule schedule = new LoggedSchedule(trajectory.step(), trajectory.learningRate());
      double[] curve =
          LawCurve.logLoss(published, RateChanges.of(units, schedule, trajectory.step()));
      for (int t = 0; t < curve.length; t++) {
        sum += Math.abs(Math.exp(curve[t]) - trajectory.objective()[t]) / curve.length;
      }
      count++;
    }

    assertThat(sum / count).isCloseTo(publishedError, within(4e-4));
  }
}
