package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoisyQuadraticTest {

  @Test
  void intervalFormulaEqualsTheRecursionDoneStepByStep() {
    double lambda = 0.7;
    double delta = -1.3;
    double gradientVariance = 0.05;
    NoisyQuadratic law =
        new NoisyQuadratic(
            new double[] {lambda},
            new double[] {2.0},
            new double[] {delta},
            new double[] {gradientVariance},
            0.01);
    double[] rates = {0.2, 2.9, 1e-6, 1 / lambda, 2.0, 0};
    Intervals intervals = Intervals.upTo(117, 21);

    LossLaw.Losses losses = law.losses(rates, intervals);

    double mean = 2.0;
    double variance = 0;
    for (int k = 0; k < rates.length; k++) {
      double keep = 1 - rates[k] * lambda;
      for (int step = 0; step < intervals.length(k); step++) {
        mean = delta + keep * (mean - delta);
        variance = keep * keep * variance + rates[k] * rates[k] * gradientVariance;
      }
      double validation = 0.01 + 0.5 * lambda * (mean * mean + variance);
      double training = 0.01 + 0.5 * lambda * ((mean - delta) * (mean - delta) + variance);
      assertThat(losses.validation()[k]).isCloseTo(validation, within(1e-11 * validation));
      assertThat(losses.training()[k]).isCloseTo(training, within(1e-11 * training));
    }
  }

  @Test
  void settlesAtTheStationaryVarianceOfAConstantRate() {
    NoisyQuadratic law =
        new NoisyQuadratic(
            new double[] {1}, new double[] {1}, new double[] {0}, new double[] {0.02}, 0);
    double[] rates = new double[60];
    Arrays.fill(rates, 0.5);

    double last = law.losses(rates, Intervals.upTo(1200, 20)).validation()[59];

    assertThat(last).isCloseTo(0.5 * 0.25 * 0.02 / (1 - 0.25), within(1e-15));
  }

  @Test
  void startsOneAboveTheFloor() {
    assertThat(NoisyQuadratic.Shape.STANDARD.law().startLoss()).isCloseTo(1.02, within(1e-12));
    assertThat(NoisyQuadratic.Shape.variant(5, NoisyQuadratic.Shape.STANDARD).law())
        .satisfies(law -> assertThat(law.startLoss() - law.floor()).isCloseTo(1, within(1e-12)));
  }

  @Test
  void bothLossesAreOneWithoutDisplacement() {
    LossLaw.Losses losses =
        NoisyQuadratic.Shape.STANDARD
            .law()
            .losses(new double[] {0.5, 0.4, 0.1}, Intervals.upTo(60, 20));

    assertThat(losses.training()).containsExactly(losses.validation(), within(1e-12));
  }

  @Test
  void overFitsWhereTheTrainingOptimumLiesElsewhere() {
    NoisyQuadratic law = NoisyQuadratic.Shape.STANDARD.displacedBy(1).law();
    double[] rates = new double[60];
    Arrays.fill(rates, 0.5);

    LossLaw.Losses losses = law.losses(rates, Intervals.upTo(1200, 20));

    double lowest = Arrays.stream(losses.validation()).min().getAsDouble();
    assertThat(losses.validation()[59]).isGreaterThan(1.5 * lowest);
    assertThat(losses.training()[59]).isLessThan(losses.training()[5]);
  }

  @Test
  void gradientMatchesFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(3);
    Intervals intervals = Intervals.upTo(390, 20);
    double[] rates = new double[20];
    double[] weights = new double[20];
    for (int k = 0; k < 20; k++) {
      rates[k] = Math.exp(random.nextDouble(Math.log(1e-3), Math.log(2.05)));
      weights[k] = random.nextDouble(-1, 1);
    }

    NoisyQuadratic law = NoisyQuadratic.Shape.STANDARD.displacedBy(1).law();

    LawGradients.assertMatchesDifferences(law, rates, intervals, weights, 1e-5);
  }
}
