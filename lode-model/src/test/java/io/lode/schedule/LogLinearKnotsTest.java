package io.lode.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLinearKnotsTest {

  private static final Schedule DECAYING =
      step -> step < 20_000 ? 1e-3 : 1e-3 * Math.exp(-(step - 20_000) / 5000);

  @Test
  void knotsLieAtWholeStepsWhereverTheSamplesAre() {
    double[] samples = new double[601];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 29_999.999_99 * i / (samples.length - 1);
    }
    double[] step = LogLinearKnots.atWholeSteps(DECAYING, samples).step();
    assertThat(step).hasSizeGreaterThan(2);
    for (double one : step) {
      assertThat(one).isEqualTo(Math.rint(one));
    }
    assertThat(step[step.length - 1]).isEqualTo(30_000);
  }

  @Test
  void samplesOfOneStepBecomeOneKnot() {
    double[] step =
        LogLinearKnots.atWholeSteps(DECAYING, new double[] {0, 0.2, 0.4, 9.8, 10}).step();
    assertThat(step).containsExactly(0, 10);
  }

  @Test
  void theKnotsFollowTheSchedule() {
    double[] samples = new double[301];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 100.0 * i;
    }
    PiecewiseLogLinear knots = LogLinearKnots.of(DECAYING, samples);
    assertThat(knots.step().length).isLessThan(10);
    for (double sample : samples) {
      assertThat(Math.abs(Math.log(knots.learningRate(sample) / DECAYING.learningRate(sample))))
          .isLessThanOrEqualTo(LogLinearKnots.TOLERANCE + 1e-12);
    }
  }
}
