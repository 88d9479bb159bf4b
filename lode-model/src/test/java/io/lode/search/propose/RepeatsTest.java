package io.lode.search.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.evidence.FlatRuns;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rule of the third proposal: when it comes, and what it repeats. */
class RepeatsTest {

  private static final double NOISE = 0.2;
  private static final Nights.Near NEAR = new Nights.Near("near", Nights.BEST_RATE, 0);

  private static NightView view(FlatRuns runs, int published) {
    return Nights.view(runs.outcomes(), Nights.panel(NOISE, NEAR), published, 3);
  }

  private static Exploration.Choice tonight(NightView view, double learningRate) {
    double[] rates = new double[Outcomes.INTERVALS];
    Arrays.fill(rates, Math.log(learningRate));
    EvaluatedRun origin = view.incumbent();
    return new Exploration.Choice(
        new IntervalSchedule(rates, FlatRuns.STEPS), origin, "best by near");
  }

  @Test
  void comesOnceAfterEachForecasterChoseOne() {
    NightView one = view(Nights.runs(0.1, 0.2), 1);
    assertThat(Repeats.isNext(0, one)).isFalse();
    assertThat(Repeats.isNext(1, one)).isTrue();
    NightView two =
        Nights.view(Nights.runs(0.1, 0.2).outcomes(), Nights.panel(NOISE, NEAR, NEAR), 1, 9);
    assertThat(List.of(0, 1, 2, 3, 4, 5, 6).stream().filter(i -> Repeats.isNext(i, two)))
        .containsExactly(2);
  }

  @Test
  void repeatsWhatIsPublishedUntilItHasMoreRunsThanItsChallenger() {
    Exploration.Choice choice = Repeats.choose(view(Nights.runs(0.2, 0.3), 0), List.of());
    assertThat(choice.why()).isEqualTo("repeats run run-0, which is published");
    assertThat(choice.repeatsOrigin()).isTrue();
    assertThat(choice.origin().run().run()).isEqualTo("run-0");
  }

  @Test
  void repeatsTheBestExpectedChallengerOfAProvenSchedule() {
    FlatRuns runs = Nights.runs(0.2, 0.2, 0.3, 0.35);
    Exploration.Choice choice = Repeats.choose(view(runs, 0), List.of());
    assertThat(choice.why()).isEqualTo("repeats run run-3, which may be better");
    assertThat(choice.repeatsOrigin()).isTrue();
  }

  @Test
  void aChallengerWithEnoughRunsIsRepeatedNoFurther() {
    FlatRuns runs = Nights.runs(0.2, 0.2, 0.3, 0.35, 0.35, 0.35, 0.35);
    assertThat(Repeats.choose(view(runs, 0), List.of()).why())
        .isEqualTo("repeats run run-2, which may be better");
  }

  @Test
  void runsTonightsBestChoiceTwiceWhereItStandsOutAndThePublishedRunIsProven() {
    NightView proven = view(Nights.runs(0.2, 0.2, 0.3), 0);
    List<Exploration.Choice> tonight = List.of(tonight(proven, 0.35), tonight(proven, 0.4));
    // Half a noise is 0.1, and 0.4 is expected 0.29 better than 0.3.
    Exploration.Choice choice = Repeats.choose(proven, tonight);
    assertThat(choice.why()).isEqualTo("a second run of tonight's schedule that is best by near");
    assertThat(choice.candidate()).isEqualTo(tonight.get(1).candidate());
  }

  @Test
  void aChoiceThatDoesNotStandOutOfTheNoiseIsNotRunTwice() {
    NightView proven = view(Nights.runs(0.2, 0.2, 0.3), 0);
    // 0.32 is expected 0.06 better than 0.3.
    assertThat(Repeats.choose(proven, List.of(tonight(proven, 0.32))).why())
        .isEqualTo("repeats run run-2, which may be better");
  }

  @Test
  void aChoiceThatStandsOutWaitsUntilThePublishedRunIsProven() {
    NightView unproven = view(Nights.runs(0.2, 0.3), 0);
    assertThat(Repeats.choose(unproven, List.of(tonight(unproven, 0.4))).why())
        .isEqualTo("repeats run run-0, which is published");
  }
}
