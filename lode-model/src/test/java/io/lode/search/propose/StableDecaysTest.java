package io.lode.search.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.IntervalRates;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.evidence.FlatRuns;
import java.util.List;
import org.junit.jupiter.api.Test;

class StableDecaysTest {

  /** The nearer the mean log rate is to that of 0.2, the better: a held rate wins over a line. */
  private static final Panel HIGHER =
      Nights.panel(0.01, new Nights.Near("near", 0.2, 0.002), new Nights.Near("process", 9, 1));

  /** Runs whose rate falls all the time, from three peaks. */
  private static FlatRuns falling() {
    return new FlatRuns().cooled(0.1, 2, 1).cooled(0.2, 1.5, 1).cooled(0.3, 1.8, 1);
  }

  private static StableDecays decays(SweepOutcomes sweep) {
    return new StableDecays(Nights.view(sweep, HIGHER, 1, 3), true);
  }

  private static double peak(StableDecay decay) {
    double[] rates = decay.schedule().logLearningRate();
    return Math.exp(rates[IntervalRates.peak(rates)]);
  }

  @Test
  void theBestByTheFirstForecasterIsPlanned() {
    StableDecay plan = decays(falling().outcomes()).plan().orElseThrow();
    double[] rates = plan.schedule().logLearningRate();
    assertThat(StableDecay.holds(rates, 0.8, 0.4)).isTrue();
    assertThat(rates[59]).isLessThan(rates[0] - 2);
    assertThat(plan.inWords())
        .matches(
            "(the|\\d+% of the) peak of run run-\\d, held and cooled down over the last \\d+%"
                + " \\((linear|1-sqrt)\\)");
  }

  @Test
  void noRateIsHeldUnlessARunSurvivedAHigherOne() {
    for (SweepOutcomes sweep : List.of(falling().outcomes(), falling().diverged(0.31).outcomes())) {
      StableDecays decays = decays(sweep);
      assertThat(peak(decays.plan().orElseThrow())).isLessThanOrEqualTo(0.3 / 1.25 + 1e-12);
      assertThat(peak(decays.best(-3).orElseThrow())).isLessThanOrEqualTo(0.3 / 1.25 + 1e-12);
    }
  }

  @Test
  void aShapeThatNoRunHadIsDoubtedByHalfOfItsGain() {
    NightView view = Nights.view(falling().outcomes(), HIGHER, 1, 3);
    double standing = view.evidence().expected(view.evidence().bestCautious());
    StableDecay plan = new StableDecays(view, true).plan().orElseThrow();
    double doubt = 0.5 * (standing - plan.estimate().mean());
    assertThat(doubt).isGreaterThan(0.1);
    assertThat(plan.estimate().standardDeviation())
        .isCloseTo(Math.sqrt(doubt * doubt + 0.002 * 0.002 + 0.01 * 0.01 / 2), within(1e-6));
  }

  @Test
  void whereARunHeldItsRateThePanelDecides() {
    assertThat(decays(falling().cooled(0.01, 9, 0.2).outcomes()).plan()).isEmpty();
  }

  @Test
  void aSweepWithoutAnyCooldownHasNone() {
    NightView view = Nights.view(Nights.runs(0.1, 0.2, 0.3).outcomes(), HIGHER, 1, 3);
    assertThat(new StableDecays(view, false).plan()).isEmpty();
  }

  @Test
  void theWarmUpOfTheRunIsKept() {
    double[] run = new double[60];
    for (int t = 0; t < 60; t++) {
      run[t] = Math.log(t < 6 ? (t + 1) / 7.0 : 1 - (t - 6) / 60.0);
    }
    double[] rates = StableDecay.rates(run, 0.5, Cooldown.Shape.LINEAR, 0.2, Math.log(1e-4));
    assertThat(rates[0]).isEqualTo(run[0]);
    assertThat(rates[2]).isEqualTo(run[2]);
    for (int t = 6; t < 48; t++) {
      assertThat(rates[t]).isCloseTo(Math.log(0.5), within(1e-12));
    }
    assertThat(Math.exp(rates[54])).isCloseTo(0.5 * (1 - 6.5 / 12), within(1e-12));
  }
}
