package io.lode.search.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.search.DiagnosisConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SweepDiagnosisTest {

  private static List<Finding> findings(FlatRuns runs) {
    return SweepDiagnosis.of(runs.outcomes(), DiagnosisConfig.standard());
  }

  private static List<String> words(FlatRuns runs) {
    return findings(runs).stream().map(Finding::inWords).toList();
  }

  /** Two shapes, the best run in the middle, two seeds: nothing is missing. */
  private static FlatRuns whole() {
    return new FlatRuns()
        .survived(0.1, 1.2)
        .survived(0.2, 1)
        .survived(0.2, 1.01)
        .survived(0.4, 1.2)
        .cooled(0.4, 1.5);
  }

  @Test
  void saysNothingOfASweepThatLacksNothing() {
    assertThat(words(whole())).isEmpty();
  }

  @Test
  void namesTheEdgeOfTheGridAndHowFarToExtendIt() {
    assertThat(words(whole().survived(0.9, 0.5)))
        .containsExactly(
            "the best run, run-5, has the largest peak rate of the sweep, 0.90: extend the sweep to"
                + " 2.7");
    assertThat(words(whole().survived(0.03, 0.5)))
        .containsExactly(
            "the best run, run-5, has the smallest peak rate of the sweep, 0.030: extend the sweep"
                + " to 0.010");
  }

  @Test
  void aBestRunBelowARateThatDivergedIsAtNoEdge() {
    assertThat(words(whole().survived(0.9, 0.5).diverged(1.2))).isEmpty();
  }

  @Test
  void namesASweepOfConstantRates() {
    FlatRuns runs = new FlatRuns().survived(0.1, 1.2).survived(0.2, 1).survived(0.2, 1.01);
    assertThat(words(runs.survived(0.4, 1.2)))
        .containsExactly(
            "every run holds its rate to the end, so no run tells what a cooldown brings: run the"
                + " proposals of lode propose: they cool the best runs down");
  }

  @Test
  void namesASweepOfOneOtherShape() {
    FlatRuns runs = new FlatRuns().cooled(0.1, 1.2).cooled(0.2, 1).cooled(0.2, 1.01);
    assertThat(words(runs.cooled(0.4, 1.2)))
        .containsExactly(
            "every run has a schedule of the same shape, so no run tells what another brings: run"
                + " the proposals of lode propose, or a few runs that hold their rate and cool down"
                + " at the end");
  }

  @Test
  void asksForSeedsWhereNoScheduleWasRunTwice() {
    FlatRuns runs = new FlatRuns().survived(0.1, 1.2).survived(0.2, 1).survived(0.4, 1.2);
    assertThat(words(runs.cooled(0.4, 1.5)))
        .containsExactly(
            "no schedule was run under two seeds, so luck cannot be told from gain: run the"
                + " schedule of run run-1 under two more seeds");
  }

  @Test
  void asksForSeedsWhereTheBestSchedulesCannotBeToldApart() {
    FlatRuns runs = new FlatRuns().survived(0.1, 1.02).survived(0.2, 1).survived(0.2, 1.1);
    assertThat(words(runs.survived(0.4, 1.5).cooled(0.4, 1.5)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith(
            "the best 2 schedules differ by less than their luck (one run's standard deviation is"
                + " 6.74%): run each of them");
  }

  @Test
  void namesASettingThatExplainsMoreThanTheRate() {
    FlatRuns runs = new FlatRuns();
    for (int i = 0; i < 16; i++) {
      double decay = i % 4;
      runs.survived(
          0.1 * (1 + i), 1 + 0.1 * decay + 0.001 * i, Map.of("decay", "" + decay, "same", "1"));
    }
    assertThat(findings(runs).get(0).kind()).isEqualTo(Finding.Kind.OTHER_SETTINGS);
    assertThat(words(runs).get(0))
        .matches(
            "setting decay explains 100% of the differences between runs, the peak rate \\d+%: hold"
                + " decay at the best run's value, 0.0, and sweep the rate again");
  }

  @Test
  void theRateItselfIsNoOtherSetting() {
    FlatRuns runs = new FlatRuns();
    for (int i = 1; i < 12; i++) {
      runs.survived(0.1 * i, 1 + 0.1 * i, Map.of("lr", "" + 0.1 * i));
    }
    assertThat(findings(runs))
        .extracting(Finding::kind)
        .doesNotContain(Finding.Kind.OTHER_SETTINGS);
  }

  @Test
  void aRateThatWasConvertedByItsBatchIsNoOtherSetting() {
    FlatRuns runs = new FlatRuns();
    for (int i = 0; i < 16; i++) {
      // The peak counts as half, a quarter and an eighth of what was set, by three batch sizes.
      double converted = Math.pow(0.5, 1 + i % 3);
      double peak = 0.1 * (1 + i);
      runs.survived(
          peak * converted, 1 + Math.abs(Math.log(peak)), Map.of("peak", String.valueOf(peak)));
    }
    assertThat(findings(runs)).noneMatch(finding -> finding.kind() == Finding.Kind.OTHER_SETTINGS);
  }

  @Test
  void saysThatNothingLearnsAndNothingElse() {
    FlatRuns runs = new FlatRuns();
    for (int i = 1; i < 9; i++) {
      runs.still(1e-4 * i, 52.9);
    }
    assertThat(findings(runs))
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.NOTHING_LEARNS);
    assertThat(words(runs).get(0))
        .startsWith(
            "nothing learns: after the first quarter the best runs stay where they are (8 of 8 runs"
                + " end at 52.90): look for what stops the training")
        .endsWith("try rates below 0.00010");
  }

  @Test
  void aSweepWithoutAFinishedRunHasNoDiagnosis() {
    assertThat(findings(new FlatRuns().diverged(0.1))).isEmpty();
  }
}
