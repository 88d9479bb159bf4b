package io.lode.search.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.CooldownConfig;
import io.lode.search.Estimate;
import io.lode.search.EvidenceConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class CooldownGainsTest {

  private static final int NEVER = 100;

  private static CooldownGains gains(SweepOutcomes sweep, CooldownConfig config) {
    Panel panel = new Panel(List.of(new SameOutcome(sweep.best().orElseThrow().outcome())), 0.01);
    return new CooldownGains(
        sweep, new Evidence(sweep, panel, EvidenceConfig.standard()), panel, config, NEVER);
  }

  private static CooldownConfig gaining(double gain) {
    CooldownConfig standard = CooldownConfig.standard();
    return new CooldownConfig(
        standard.cooldownLengths(),
        standard.cooldownWidth(),
        gain,
        standard.cooldownPeakPower(),
        0,
        standard.cooldownGainSpread(),
        standard.cooldownCredible(),
        standard.cooldownFactor(),
        standard.cooldownFactorSpread(),
        standard.cooldownScatter(),
        standard.cooldownCaution());
  }

  /** Holds a rate, and falls to nothing half way. */
  private static IntervalSchedule half(double rate) {
    double[] logs = new double[Outcomes.INTERVALS];
    for (int t = 0; t < logs.length; t++) {
      logs[t] = Math.log(t < logs.length / 2 ? rate : 1e-6 * rate);
    }
    return new IntervalSchedule(logs, FlatRuns.STEPS);
  }

  @Test
  void aCooldownWithoutGainIsWhereItsRunWasAtTheSameProgress() {
    SweepOutcomes sweep = new FlatRuns().survived(0.2, 1).outcomes();
    Estimate estimate = gains(sweep, gaining(1e-9)).estimates(0, List.of(half(0.2))).get(0);
    // The loss falls as one over the step, so half way it is twice as large.
    assertThat(estimate.mean())
        .isCloseTo(sweep.runs().get(0).outcome() + Math.log(2), within(0.01));
  }

  @Test
  void practiceAddsItsGainAndItsDoubt() {
    SweepOutcomes sweep = new FlatRuns().survived(0.2, 1).outcomes();
    double without = gains(sweep, gaining(1e-9)).estimates(0, List.of(half(0.2))).get(0).mean();
    Estimate with = gains(sweep, gaining(0.1)).estimates(0, List.of(half(0.2))).get(0);
    assertThat(without - with.mean()).isCloseTo(0.1, within(1e-6));
    assertThat(with.standardDeviation()).isBetween(0.07, 0.1);
  }

  @Test
  void aRunWhoseLossRisesGainsByStoppingProgressAlone() {
    SweepOutcomes sweep = new FlatRuns().rising(0.2, 1).outcomes();
    double without = gains(sweep, gaining(1e-9)).estimates(0, List.of(half(0.2))).get(0).mean();
    double with = gains(sweep, gaining(0.1)).estimates(0, List.of(half(0.2))).get(0).mean();
    assertThat(without).isLessThan(sweep.runs().get(0).outcome());
    assertThat(with).isEqualTo(without);
  }

  @Test
  void aHigherPeakHasMoreToGain() {
    SweepOutcomes sweep = new FlatRuns().survived(0.2, 1).survived(0.8, 1.1).outcomes();
    double low = gains(sweep, gaining(0.1)).estimates(0, List.of(half(0.2))).get(0).mean();
    double high = gains(sweep, gaining(0.1)).estimates(1, List.of(half(0.8))).get(0).mean();
    double lowWithout = gains(sweep, gaining(1e-9)).estimates(0, List.of(half(0.2))).get(0).mean();
    double highWithout = gains(sweep, gaining(1e-9)).estimates(1, List.of(half(0.8))).get(0).mean();
    assertThat((highWithout - high) / (lowWithout - low)).isCloseTo(2, within(1e-3));
  }

  @Test
  void aCooldownOfTheSweepTellsTheGainOfOthers() {
    FlatRuns runs = new FlatRuns().survived(0.2, 1).survived(0.4, 1.1);
    CooldownGains before = gains(runs.outcomes(), gaining(0.01));
    Estimate untold = before.estimates(1, List.of(half(0.4))).get(0);
    runs.cooled(0.2, 0.6);
    CooldownGains after = gains(runs.outcomes(), gaining(0.01));
    Estimate told = after.estimates(1, List.of(half(0.4))).get(0);
    assertThat(before.observed()).isZero();
    assertThat(before.anyCooled()).isFalse();
    assertThat(after.observed()).isEqualTo(1);
    assertThat(after.anyCooled()).isTrue();
    assertThat(told.mean()).isLessThan(untold.mean() - 0.2);
  }

  @Test
  void noGainIsExpectedOfARunThatIsCoolAlready() {
    SweepOutcomes sweep = new FlatRuns().cooled(0.2, 1, 1).outcomes();
    double[] longer = sweep.runs().get(0).logLearningRate().clone();
    longer[58] -= 1;
    longer[59] -= 1;
    IntervalSchedule cooler = new IntervalSchedule(longer, FlatRuns.STEPS);
    Estimate estimate = gains(sweep, gaining(0.5)).estimates(0, List.of(cooler)).get(0);
    assertThat(estimate.mean()).isGreaterThanOrEqualTo(sweep.runs().get(0).outcome() - 1e-9);
  }
}
