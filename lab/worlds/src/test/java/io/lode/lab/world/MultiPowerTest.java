package io.lode.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.ParametricSchedules;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MultiPowerTest {

  @Test
  void constantRateHasOneAnnealingTerm() {
    MultiPower law = MultiPower.SIZE_400M;
    double eta = 2e-4;
    double[] rates = new double[60];
    Arrays.fill(rates, eta);

    double[] losses = law.losses(rates, Intervals.upTo(24_000, 400)).validation();

    for (int k : new int[] {0, 7, 59}) {
      double sum = eta * 400 * (k + 1);
      double annealed =
          1
              - Math.pow(
                  1 + law.annealingRate() * Math.pow(eta, -law.rateExponent()) * sum,
                  -law.annealingExponent());
      assertThat(losses[k])
          .isCloseTo(
              law.floor()
                  + law.scale() * Math.pow(sum, -law.exponent())
                  + law.annealingScale() * eta * annealed,
              within(1e-12));
    }
  }

  /** Final losses of the runs cosine_24000 and constant_24000 at 25M, published with the paper. */
  @Test
  void predictsThePublishedRuns() {
    Intervals intervals = Intervals.upTo(24_000, 400);
    double peak = 3e-4;
    double rest = 24_000 - 2160;
    double constant =
        last(
            intervals.meanRates(
                ParametricSchedules.warmup(2160, ParametricSchedules.constant(peak))),
            intervals);
    double cosine =
        last(
            intervals.meanRates(
                ParametricSchedules.warmup(
                    2160, ParametricSchedules.cosine(peak, peak / 10, rest))),
            intervals);

    assertThat(constant).isCloseTo(3.3473, within(0.02));
    assertThat(cosine).isCloseTo(3.3044, within(0.02));
  }

  private static double last(double[] rates, Intervals intervals) {
    return MultiPower.SIZE_25M.losses(rates, intervals).validation()[rates.length - 1];
  }

  @Test
  void neverExceedsTheLossOfAGuess() {
    double[] rates = {0, 0, 1e-9, 1e-4};

    double[] losses = MultiPower.SIZE_400M.losses(rates, Intervals.upTo(1600, 400)).validation();

    assertThat(losses[0]).isCloseTo(Math.log(32_000), within(1e-9));
    assertThat(losses[1]).isCloseTo(Math.log(32_000), within(1e-9));
    assertThat(losses[3]).isBetween(3.0, 6.0);
  }

  @Test
  void gradientMatchesFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(4);
    double[] rates = new double[20];
    double[] weights = new double[20];
    for (int k = 0; k < 20; k++) {
      rates[k] = Math.exp(random.nextDouble(Math.log(3e-6), Math.log(3e-4)));
      weights[k] = k % 5 == 0 ? 0 : random.nextDouble(-1, 1);
    }

    LawGradients.assertMatchesDifferences(
        MultiPower.SIZE_100M, rates, Intervals.upTo(7900, 400), weights, 1e-5);
  }
}
