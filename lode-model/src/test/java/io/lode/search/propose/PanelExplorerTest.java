package io.lode.search.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.IntervalRates;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.evidence.Exposure;
import io.lode.search.evidence.FlatRuns;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelExplorerTest {

  private static final Panel TWO =
      Nights.panel(0.2, new Nights.Near("low", 0.15, 0.01), new Nights.Near("high", 0.25, 0.02));

  /** Constant rates, and a bad run that was cooled down, so that cooldowns are nothing new. */
  private static SweepOutcomes sweep() {
    return Nights.runs(0.1, 0.2, 0.3).cooled(0.02, 100).outcomes();
  }

  private static Exploration explore(SweepOutcomes sweep, Panel panel, int proposals) {
    return new PanelExplorer().explore(Nights.view(sweep, panel, 1, proposals));
  }

  private static double meanRate(IntervalSchedule candidate) {
    return Math.exp(Arrays.stream(candidate.logLearningRate()).average().orElseThrow());
  }

  private static List<String> reasons(Exploration exploration) {
    return exploration.choices().stream().map(Exploration.Choice::why).toList();
  }

  @Test
  void eachForecasterChoosesByItsOwnOpinion() {
    List<Exploration.Choice> choices = explore(sweep(), TWO, 2).choices();
    assertThat(choices)
        .extracting(Exploration.Choice::why)
        .containsExactly("best by low", "best by high");
    assertThat(meanRate(choices.get(0).candidate())).isBetween(0.14, 0.165);
    assertThat(meanRate(choices.get(1).candidate())).isBetween(0.23, 0.265);
  }

  @Test
  void oneRepeatFollowsThenThePanelAndTheForecastersInTurn() {
    List<String> reasons = reasons(explore(sweep(), TWO, 6));
    assertThat(reasons.subList(0, 2)).containsExactly("best by low", "best by high");
    assertThat(reasons.get(2)).startsWith("repeats run ");
    assertThat(reasons.subList(3, 6))
        .containsExactly("most promising by the panel", "best by low", "best by high");
  }

  @Test
  void proposalsOfANightKeepApart() {
    List<Exploration.Choice> choices = explore(sweep(), TWO, 6).choices();
    // Without the repeat, which may be near a proposal.
    List<double[]> rates =
        List.of(0, 1, 3, 4, 5).stream()
            .map(i -> choices.get(i).candidate().logLearningRate())
            .toList();
    for (int i = 0; i < rates.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertThat(IntervalRates.distance(rates.get(i), rates.get(j)))
            .isGreaterThanOrEqualTo(0.2 * 0.4);
      }
    }
  }

  @Test
  void aPlanHoldsNoRateLongerThanARunThatSurvivedAndAProposalMay() {
    SweepOutcomes sweep = sweep();
    Panel higher = Nights.panel(0.2, new Nights.Near("higher", 10, 0));
    NightView first = Nights.view(sweep, higher, 1, 1);
    NightView bold =
        new NightView(
            sweep,
            higher,
            first.evidence(),
            new TrustRegion(0.4, 1.25, 2, List.of()),
            1,
            1,
            first.config(),
            first.random());
    Exploration exploration = new PanelExplorer().explore(bold);
    Exposure exposure = Exposure.of(sweep.runs());
    IntervalSchedule plan = exploration.plan().orElseThrow();
    assertThat(exposure.covers(plan)).isTrue();
    assertThat(meanRate(plan)).isGreaterThan(0.2);
    assertThat(exposure.covers(exploration.choices().get(0).candidate())).isFalse();
  }

  @Test
  void aPlanIsNotNearARunThatDivergedByChance() {
    FlatRuns runs = Nights.runs(0.1, 0.2, 0.28).diverged(0.28);
    Panel higher = Nights.panel(0.2, new Nights.Near("higher", 10, 0));
    NightView view = Nights.view(runs.outcomes(), higher, 1, 1);
    Exploration exploration = new PanelExplorer().explore(view);
    assertThat(exploration.plan())
        .hasValueSatisfying(plan -> assertThat(view.evidence().risky(plan)).isFalse());
    assertThat(view.evidence().risky(2)).isTrue();
  }

  @Test
  void theFirstProposalsOfASweepOfConstantRatesAreCooldownsOfDifferentRuns() {
    List<Exploration.Choice> choices =
        explore(Nights.runs(0.1, 0.2, 0.3, 0.4).outcomes(), TWO, 3).choices();
    assertThat(choices).extracting(choice -> choice.origin().run().run()).doesNotHaveDuplicates();
    assertThat(choices)
        .allSatisfy(
            choice -> {
              double[] own = choice.origin().logLearningRate();
              double[] rates = choice.candidate().logLearningRate();
              for (int t = 0; t < own.length; t++) {
                assertThat(rates[t]).isLessThanOrEqualTo(own[t]);
              }
              assertThat(rates[0]).isEqualTo(own[0]);
              assertThat(rates[59]).isLessThan(own[59] - 1);
              assertThat(choice.why())
                  .startsWith("run " + choice.origin().run().run() + ", cooled down over the last ")
                  .endsWith(": no run of the sweep was cooled down");
            });
  }

  @Test
  void noCooldownIsPlannedOfARunThatIsFurtherBehindThanPracticeGains() {
    // Five times as high and 1.3 behind in log: practice gains 0.67 at two standard deviations.
    SweepOutcomes hot = Nights.runs(0.1, 0.2, 0.3, 2).outcomes();
    Panel hopeful = Nights.panel(0.01, new Nights.Near("hopeful", 0.6, 0.001));
    Exploration exploration = explore(hot, hopeful, 3);
    assertThat(exploration.cooldown().orElseThrow().run().run().run()).isNotEqualTo("run-3");
    assertThat(exploration.choices())
        .extracting(choice -> choice.origin().run().run())
        .contains("run-3");
  }

  @Test
  void aProposalOfASweepThatFallsAllTheTimeHoldsItsRate() {
    SweepOutcomes falling =
        new FlatRuns().cooled(0.1, 2, 1).cooled(0.2, 1.5, 1).cooled(0.3, 1.8, 1).outcomes();
    Exploration exploration = explore(falling, TWO, 3);
    assertThat(exploration.stableDecay()).isPresent();
    assertThat(reasons(exploration))
        .filteredOn(reason -> reason.contains("held and cooled down"))
        .singleElement()
        .asString()
        .endsWith(": expected better than every run");
    assertThat(reasons(explore(sweep(), TWO, 3)))
        .noneMatch(reason -> reason.contains("held and cooled down"));
  }

  @Test
  void asksForOrdinaryProposalsWhereThereAreFewerRunsThanCooldowns() {
    NightView view = Nights.view(Nights.runs(0.2).outcomes(), TWO, 0, 3);
    List<String> reasons = reasons(new PanelExplorer().explore(view));
    assertThat(reasons.get(0)).contains("cooled down");
    assertThat(reasons.get(1)).isEqualTo("best by high");
  }

  @Test
  void choosesAPlanWhereNoProposalIsAskedFor() {
    Exploration exploration = explore(sweep(), TWO, 0);
    assertThat(exploration.choices()).isEmpty();
    assertThat(exploration.plan()).isPresent();
  }
}
