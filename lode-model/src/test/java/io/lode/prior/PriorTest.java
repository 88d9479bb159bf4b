package io.lode.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.evaluation.LlmLossCurves;
import io.lode.forecast.Forecast;
import io.lode.longrun.LongRunConfig;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunTrainer;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTail;
import io.lode.model.modal.curvature.CurvatureResponse;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Real language models of two sizes: what the one teaches the other. */
class PriorTest {

  private static final Sweep SMALL = LlmLossCurves.sweep("25M");
  private static final Sweep LARGE = LlmLossCurves.sweep("100M");
  private static final PriorConfig CONFIG = PriorConfig.standard();
  private static final PriorTrainer TRAINER = new PriorTrainer(longRuns(), CONFIG);
  private static final GroupEvidence OF_SMALL = TRAINER.evidence(SMALL);
  private static final GroupEvidence OF_LARGE = TRAINER.evidence(LARGE);

  /** Nothing is expected of slow modes: what a prior teaches is not to come from the settings. */
  private static LongRunTrainer longRuns() {
    ModalConfig modal = ModalConfig.standard(7);
    LongRunConfig standard = LongRunConfig.standard();
    return new LongRunTrainer(
        modal.with(new ModalEffort(4, 1, 60, 6, 20)),
        new LongRunConfig(
            standard.modes(),
            standard.slowestMode(),
            standard.offsetWidth(),
            0.4,
            standard.leastTrust(),
            new ModalTail(0.5, 100, 20, 0, 100),
            CurvatureResponse.NONE,
            List.of(0.7, 0.8, 0.88),
            0.1,
            standard.likeRates(),
            standard.error(),
            standard.surely()));
  }

  private static Sweep only(Sweep sweep, String... names) {
    return new Sweep(
        sweep.group(),
        sweep.objective(),
        sweep.runs().stream().filter(run -> List.of(names).contains(run.run())).toList());
  }

  private static double errorOnOthers(LongRunForecaster forecaster, Sweep fitted) {
    double sum = 0;
    int count = 0;
    for (Run run : LARGE.runs()) {
      if (fitted.runs().contains(run)) {
        continue;
      }
      double last = run.trajectory().lastStep();
      double mean = forecaster.forecast(run.schedule(), new double[] {last}).mean()[0];
      sum += Math.abs(mean - Math.log(run.trajectory().objective()[run.trajectory().length() - 1]));
      count++;
    }
    return sum / count;
  }

  @Test
  void aSmallerModelTeachesALargerOneWhatASingleConstantRateCannot() {
    Sweep one = only(LARGE, "constant_24000");
    double alone = errorOnOthers(longRuns().fit(one), one);
    Prior prior = Prior.of(CONFIG, List.of(OF_SMALL));
    LongRunForecaster shrunk = longRuns().expecting(Optional.of(prior)).fit(one);
    assertThat(errorOnOthers(shrunk, one)).isLessThan(0.8 * alone);
  }

  @Test
  void aSingleRunLeavesABandThatGrowsAwayFromItsRate() {
    Sweep one = only(LARGE, "constant_24000");
    Prior prior = Prior.of(CONFIG, List.of(OF_SMALL));
    LongRunForecaster shrunk = longRuns().expecting(Optional.of(prior)).fit(one);
    double[] end = {24_000};
    double near = shrunk.forecast(step -> 3e-4, end).standardDeviation()[0];
    double far = shrunk.forecast(step -> 3e-3, end).standardDeviation()[0];
    assertThat(near).isPositive();
    assertThat(far).isGreaterThan(near + 0.2);
  }

  @Test
  void whatAGroupTaughtIsLeftOutWhereItIsFitted() {
    Prior both = Prior.of(CONFIG, List.of(OF_SMALL, OF_LARGE));
    Prior other = Prior.of(CONFIG, List.of(OF_SMALL));
    assertThat(mean(both.kindsFor(LARGE))).isEqualTo(mean(other.kindsFor(LARGE)));
    Sweep renamed = new Sweep(new GroupKey("x", "y", "z"), LARGE.objective(), LARGE.runs());
    assertThat(mean(both.kindsFor(renamed)))
        .as("its runs are known by what they logged")
        .isEqualTo(mean(other.kindsFor(renamed)));
    assertThat(both.without(LARGE).groups())
        .extracting(GroupEvidence::group)
        .containsExactly(SMALL.group());
  }

  private static double[] mean(List<Kind> kinds) {
    return kinds.get(0).unknowns().mean();
  }

  @Test
  void refusesToBeTestedByWhatItHasSeen() {
    Prior prior = Prior.of(CONFIG, List.of(OF_SMALL));
    assertThatThrownBy(() -> prior.requireUnseen(SMALL))
        .isInstanceOf(SeenGroupException.class)
        .hasMessage(
            "the prior has seen group model=llama-25M,dataset=c4,optimizer=adamw, so that a"
                + " forecast of its runs is no test; expected a prior without it");
    Sweep renamed =
        new Sweep(
            new GroupKey("x", "y", "z"),
            SMALL.objective(),
            List.of(SMALL.runs().get(0).until(9_000).orElseThrow()));
    assertThatThrownBy(() -> prior.requireUnseen(renamed))
        .isInstanceOf(SeenGroupException.class)
        .hasMessageStartingWith(
            "the prior has seen run constant_24000 of group model=x,dataset=y,optimizer=z as a run"
                + " of group model=llama-25M,dataset=c4,optimizer=adamw");
    prior.requireUnseen(LARGE);
  }

  @Test
  void furtherGroupsReplaceThoseOfTheSameName() {
    Prior prior = Prior.of(CONFIG, List.of(OF_SMALL)).with(List.of(OF_LARGE, OF_SMALL));
    assertThat(prior.groups())
        .extracting(GroupEvidence::group)
        .containsExactly(LARGE.group(), SMALL.group());
  }

  @Test
  void aGroupWithoutRunsIsForecastFromARelative() {
    Prior prior = Prior.of(CONFIG, List.of(OF_LARGE));
    ModalForecaster like = TRAINER.like(prior, SMALL, 16, 3);
    Run run = SMALL.runs().get(2);
    double[] steps = {12_000, run.trajectory().lastStep()};
    Forecast forecast = like.forecast(run.schedule(), steps);
    double seen = Math.log(run.trajectory().objective()[run.trajectory().length() - 1]);
    assertThat(Math.abs(forecast.mean()[1] - seen))
        .isLessThan(2 * forecast.standardDeviation()[1] + 0.01);
    assertThat(forecast.standardDeviation()[1])
        .as("wider than what the relative's own runs leave open")
        .isGreaterThan(0.005);
  }
}
