package io.lode.search.replan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.LossAlarm;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Outlook;
import io.lode.forecast.Panel;
import io.lode.forecast.RunPace;
import io.lode.forecast.RunSoFar;
import io.lode.forecast.SweepOutcomes;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.search.ScheduleDecision;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ReplanningTest {

  private static final World WORLD = Worlds.quadratic(Worlds.STANDARD);
  private static final SweepOutcomes SWEEP = sweep();
  private static final ReplanConfig.Safety SAFETY = ReplanConfig.Safety.standard();
  private static final ReplanConfig.Shifts SHIFTS = ReplanConfig.Shifts.standard();
  private static final double HORIZON = 1200;
  private static final Replanning REPLANNING = new Replanning(ReplanConfig.standard());
  private static final PiecewiseLogLinear IN_FORCE =
      new PiecewiseLogLinear(new double[] {0, 100, 1200}, new double[] {0.05, 0.9, 0.9});

  private static SweepOutcomes sweep() {
    SweepDraw draw = SweepDraw.of(WORLD, 20, 3);
    return SweepOutcomes.of(
        new Sweep(
            new GroupKey("m", "d", "o"),
            WORLD.objective(),
            WORLD.train(draw.schedules(), draw.names(), HORIZON, 3)),
        HORIZON);
  }

  /** Expects an outcome that depends on the last rate, with some deviation of every schedule. */
  private record LastRate(ToDoubleFunction<Double> outcome, double deviation)
      implements Forecaster {
    @Override
    public String name() {
      return "last-rate";
    }

    @Override
    public Forecast forecast(Schedule schedule, double[] steps) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
      double[] members = new double[schedules.size()];
      double[] residual = new double[members.length];
      for (int s = 0; s < members.length; s++) {
        members[s] = outcome.applyAsDouble(schedules.get(s).learningRate(horizonStep));
        residual[s] = deviation;
      }
      return new Outcomes(new double[][] {members}, residual);
    }
  }

  private static ScheduleDecision decide(
      Forecaster forecaster, RunPace pace, LossAlarm alarm, double now) {
    return decide(forecaster, pace, alarm, now, IN_FORCE);
  }

  private static ScheduleDecision decide(
      Forecaster forecaster,
      RunPace pace,
      LossAlarm alarm,
      double now,
      PiecewiseLogLinear inForce) {
    RunSoFar run =
        new RunSoFar(inForce, now, new double[0], new double[0], new double[0], new double[0]);
    Outlook outlook = new Outlook(new Panel(List.of(forecaster), 0.01), forecaster, pace, alarm);
    return REPLANNING.decide(new ReplanProblem(SWEEP, outlook, run, inForce, 1));
  }

  private static final RunPace SAME = new RunPace(0, 0.05);

  @Test
  void revisesWhereTheGainIsSure() {
    ScheduleDecision decision = decide(new LastRate(Math::log, 0.1), SAME, LossAlarm.NONE, 600);
    assertThat(decision).isInstanceOf(ScheduleDecision.Revised.class);
    assertThat(decision.reason()).endsWith(": follow the revised schedule from step 606 on");
    double last = decision.schedule().learningRate(HORIZON);
    // As low as the radius allows.
    assertThat(Math.log(last / 0.9)).isCloseTo(-0.4, within(0.02));
    assertThat(decision.schedule().learningRate(600)).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void keepsWhereTheGainIsNotSureOrThereIsNone() {
    ScheduleDecision unsure = decide(new LastRate(Math::log, 0.6), SAME, LossAlarm.NONE, 600);
    assertThat(unsure).isInstanceOf(ScheduleDecision.Kept.class);
    assertThat(unsure.schedule()).isEqualTo(IN_FORCE);
    assertThat(unsure.reason()).contains("expected").contains("standard deviation");
    assertThat(unsure.reason())
        .startsWith("the best rest found is expected ")
        .contains(
            "% better than the schedule in force, and a revision needs a gain of more than 1.0")
        .endsWith(": keep the schedule in force");
    assertThat(decide(new LastRate(rate -> 0, 0), SAME, LossAlarm.NONE, 600))
        .isInstanceOf(ScheduleDecision.Kept.class);
    ScheduleDecision late = decide(new LastRate(Math::log, 0.1), SAME, LossAlarm.NONE, 1190);
    assertThat(late.reason())
        .isEqualTo("10 steps are left, a revision needs at least 60: keep the schedule in force");
  }

  @Test
  void raisesNoHigherThanWhatTheSweepSurvivedAtTheRunsPace() {
    LastRate higherIsBetter = new LastRate(rate -> -Math.log(rate), 0.01);
    double survived = SWEEP.bounds().maximum();
    ScheduleDecision same = decide(higherIsBetter, SAME, LossAlarm.NONE, 90);
    assertThat(same.schedule().learningRate(HORIZON))
        .isBetween(0.9, survived * Math.exp(-0.05) + 1e-9);
    ScheduleDecision stiffer = decide(higherIsBetter, new RunPace(0.3, 0.05), LossAlarm.NONE, 90);
    assertThat(stiffer.schedule().learningRate(HORIZON)).isLessThanOrEqualTo(0.9 + 1e-9);
  }

  @Test
  void aVeryStiffRunIsHeldBelowTheEdgeBeforeItComesToItsPeak() {
    ScheduleDecision decision =
        decide(new LastRate(rate -> 0, 0), new RunPace(0.7, 0.1), LossAlarm.NONE, 60);
    assertThat(decision).isInstanceOf(ScheduleDecision.Revised.class);
    // Geometric mean of what was survived and what diverged, less the pace and its error.
    assertThat(decision.schedule().learningRate(600)).isBetween(0.4, 0.75);
    assertThat(decision.reason()).startsWith("the run goes 2.01 times as fast as its sweep");
  }

  @Test
  void whatARunHasHeldItselfIsSafeForIt() {
    assertThat(decide(new LastRate(rate -> 0, 0), new RunPace(0.7, 0.1), LossAlarm.NONE, 600))
        .isInstanceOf(ScheduleDecision.Kept.class);
  }

  private static final LossAlarm ALARM = new LossAlarm(0.8, 600, 0.9, 0.45);

  @Test
  void aRisingLossLowersTheRateAtOnceAndLetsItComeBackToHalfWhateverIsExpected() {
    LastRate higherIsBetter = new LastRate(rate -> -Math.log(rate), 0.01);
    ScheduleDecision decision = decide(higherIsBetter, SAME, ALARM, 600);
    assertThat(decision).isInstanceOf(ScheduleDecision.Revised.class);
    assertThat(decision.schedule().learningRate(600)).isCloseTo(0.9, within(1e-12));
    assertThat(decision.schedule().learningRate(606))
        .isCloseTo(0.9 / 2 * Math.exp(-2 * 0.8), within(1e-3));
    assertThat(decision.schedule().learningRate(666)).isCloseTo(0.45, within(2e-3));
    assertThat(decision.schedule().learningRate(HORIZON)).isCloseTo(0.45, within(2e-3));
    assertThat(decision.reason())
        .startsWith("the loss rose by 123% more than in any run")
        .contains("rates lowered to 0.0909, then to 0.450 at most");
  }

  @Test
  void aLossThatIsStillHighIsNoReasonToLowerTheRateAgain() {
    LastRate higherIsBetter = new LastRate(rate -> -Math.log(rate), 0.01);
    PiecewiseLogLinear lowered = decide(higherIsBetter, SAME, ALARM, 600).schedule();
    for (double now : new double[] {606, 620, 640, 700}) {
      assertThat(decide(higherIsBetter, SAME, ALARM, now, lowered))
          .isInstanceOf(ScheduleDecision.Kept.class);
    }
    LossAlarm higher = new LossAlarm(1.5, 620, lowered.learningRate(620), 0.45);
    assertThat(decide(higherIsBetter, SAME, higher, 620, lowered).schedule().learningRate(626))
        .isLessThan(0.5 * lowered.learningRate(626));
  }

  @Test
  void afterALossHasRisenNothingLeadsBackToTheRateWhereItDid() {
    LastRate higherIsBetter = new LastRate(rate -> -Math.log(rate), 0.01);
    PiecewiseLogLinear low = new PiecewiseLogLinear(new double[] {0}, new double[] {0.4});
    LossAlarm over = new LossAlarm(0, Double.NaN, Double.NaN, 0.45);
    assertThat(decide(higherIsBetter, SAME, over, 600, low).schedule().learningRate(HORIZON))
        .isCloseTo(0.45, within(2e-3));
    assertThat(
            decide(higherIsBetter, SAME, LossAlarm.NONE, 600, low).schedule().learningRate(HORIZON))
        .isGreaterThan(0.55);
  }

  @Test
  void theSameProblemHasTheSameAnswer() {
    LastRate forecaster = new LastRate(rate -> Math.pow(Math.log(rate / 0.7), 2), 0.001);
    assertThat(decide(forecaster, SAME, LossAlarm.NONE, 300).schedule())
        .isEqualTo(decide(forecaster, SAME, LossAlarm.NONE, 300).schedule());
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> new ReplanConfig(-1, 1, 0, 0.1, 0.1, 0.5, 1, SAFETY, SHIFTS))
        .hasMessageContaining("radius, pessimism and lead must be at least 0")
        .hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new ReplanConfig(0.4, 1, 0.1, 0.1, 0.1, 0.15, 1, SAFETY, SHIFTS))
        .hasMessageContaining("the smallest rest longer than lead and ramp");
  }
}
