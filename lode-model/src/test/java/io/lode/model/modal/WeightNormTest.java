package io.lode.model.modal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WeightNormTest {

  private static final double GROWTH = 40;
  private static final double SHRINKAGE = 1.5;

  @Test
  void agreesWithSmallStepsOfItsDifferentialEquation() {
    WeightNorm norm = new WeightNorm(GROWTH, SHRINKAGE);
    double squared = 1;
    int substeps = 100_000;
    for (double x : new double[] {0.1, 0.8, 0.3}) {
      norm.advance(x, 0.2);
      for (int s = 0; s < substeps; s++) {
        squared += 0.2 / substeps * (GROWTH * x * x - 2 * SHRINKAGE * x * squared);
      }
    }
    assertThat(norm.norm()).isCloseTo(Math.sqrt(squared), within(1e-4));
  }

  @Test
  void settlesAtTheRootOfTheRate() {
    WeightNorm norm = new WeightNorm(GROWTH, SHRINKAGE);
    norm.advance(0.5, 1000);
    assertThat(norm.norm()).isCloseTo(Math.sqrt(GROWTH * 0.5 / (2 * SHRINKAGE)), within(1e-9));
  }

  @Test
  void staysAtOneWithoutGrowthAndShrinkage() {
    WeightNorm norm = new WeightNorm(0, 0);
    norm.advance(1, 3);
    assertThat(norm.norm()).isEqualTo(1);
    assertThat(norm.logRateByGrowth()).isZero();
    assertThat(norm.logRateByShrinkage()).isZero();
  }

  @Test
  void isExactWhateverTheIntervals() {
    WeightNorm whole = new WeightNorm(GROWTH, SHRINKAGE);
    whole.advance(0.7, 1e-7);
    WeightNorm halves = new WeightNorm(GROWTH, SHRINKAGE);
    halves.advance(0.7, 5e-8);
    halves.advance(0.7, 5e-8);
    assertThat(halves.norm()).isCloseTo(whole.norm(), within(1e-15));
  }

  @Test
  void derivativesAgreeWithFiniteDifferences() {
    double width = 1e-6;
    WeightNorm norm = advanced(GROWTH, SHRINKAGE);
    double byGrowth =
        logRate(GROWTH * Math.exp(width), SHRINKAGE)
            - logRate(GROWTH * Math.exp(-width), SHRINKAGE);
    double byShrinkage =
        logRate(GROWTH, SHRINKAGE * Math.exp(width))
            - logRate(GROWTH, SHRINKAGE * Math.exp(-width));
    assertThat(norm.logRateByGrowth()).isCloseTo(byGrowth / (2 * width), within(1e-8));
    assertThat(norm.logRateByShrinkage()).isCloseTo(byShrinkage / (2 * width), within(1e-8));
  }

  private static double logRate(double growth, double shrinkage) {
    return -Math.log(advanced(growth, shrinkage).norm());
  }

  private static WeightNorm advanced(double growth, double shrinkage) {
    WeightNorm norm = new WeightNorm(growth, shrinkage);
    norm.advance(0.6, 0.3);
    norm.advance(0.9, 0.2);
    norm.advance(1e-7, 0.1);
    return norm;
  }
}
