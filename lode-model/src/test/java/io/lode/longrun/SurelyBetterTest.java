package io.lode.longrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.forecast.Outcomes;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEffort;
import io.lode.schedule.Schedule;
import io.lode.schedule.StretchedSchedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.List;
import org.junit.jupiter.api.Test;

class SurelyBetterTest {

  private static final double LONG = 35_000;
  private static final Sweep SHORT =
      ExampleRuns.sweep(
          run ->
              run.trajectory().lastStep() < 15_100
                  && (run.run().contains("lr0.002") || run.run().contains("lr0.001")));
  private static final LongRunForecaster FORECASTER =
      new LongRunTrainer(
              ModalConfig.standard(7).with(new ModalEffort(2, 1, 60, 6, 20)),
              LongRunConfig.standard())
          .fit(SHORT);

  private static Schedule stretched(String run) {
    Run found =
        SHORT.runs().stream().filter(one -> one.run().equals(run)).findFirst().orElseThrow();
    return new StretchedSchedule(found.schedule(), found.trajectory().lastStep(), LONG);
  }

  private static SurelyBetter.Candidate found(List<Schedule> schedules, double steps) {
    Outcomes outcomes = FORECASTER.outcomes(schedules, steps);
    return new SurelyBetter(FORECASTER, 1).of(schedules, outcomes, 0, steps);
  }

  @Test
  void aScheduleThatIsNotExpectedToBeBetterIsNoCandidate() {
    Schedule known = stretched("wsd-linear-0.6_lr0.002_T15000");
    SurelyBetter.Candidate candidate = found(List.of(known, step -> 1e-3), LONG);
    assertThat(candidate).isEqualTo(new SurelyBetter.Candidate(0, 0, 0, false));
  }

  @Test
  void aCooldownIsSurelyBetterThanNone() {
    Schedule cooled = stretched("wsd-linear-0.6_lr0.002_T15000");
    SurelyBetter.Candidate candidate = found(List.of(step -> 1e-3, cooled), LONG);
    assertThat(candidate.sure()).isTrue();
    assertThat(candidate.index()).isEqualTo(1);
    assertThat(candidate.gain()).isGreaterThan(0.02);
  }

  @Test
  void whatFurtherStepsBringToOneScheduleAloneCountsAsItsOwnError() {
    Schedule high = stretched("wsd-linear-0.6_lr0.002_T15000");
    Schedule low = step -> 0.3 * high.learningRate(step);
    double runs = FORECASTER.reach().steps();
    Outcomes long35 = FORECASTER.outcomes(List.of(high, low), LONG);
    Outcomes short15 =
        FORECASTER.outcomes(
            List.of(
                new StretchedSchedule(high, LONG, runs), new StretchedSchedule(low, LONG, runs)),
            runs);
    double apart =
        Math.abs((short15.mean(0) - long35.mean(0)) - (short15.mean(1) - long35.mean(1)));
    assertThat(apart).as("lower rates need more steps").isGreaterThan(1e-3);
    // Judged from the worse one, so that the gain is positive and the better one is returned.
    boolean lowIsWorse = long35.mean(1) > long35.mean(0);
    SurelyBetter.Candidate candidate =
        found(lowIsWorse ? List.of(low, high) : List.of(high, low), LONG);
    Outcomes members = new Outcomes(long35.members(), new double[2]);
    double without =
        Math.hypot(
            members.standardDeviationAgainst(0, 1), Math.sqrt(2) * FORECASTER.error().within());
    assertThat(candidate.deviation()).isCloseTo(Math.hypot(without, apart), within(1e-9));
  }

  @Test
  void withinTheRunsNothingIsAddedForFurtherSteps() {
    Schedule high = step -> 2e-3;
    Schedule low = step -> 1e-3;
    List<Schedule> schedules = List.of(high, low);
    double steps = 10_000;
    Outcomes outcomes = FORECASTER.outcomes(schedules, steps);
    Outcomes members = new Outcomes(outcomes.members(), new double[2]);
    SurelyBetter.Candidate candidate = found(schedules, steps);
    assertThat(candidate.index()).isEqualTo(1);
    assertThat(candidate.deviation())
        .isCloseTo(
            Math.hypot(
                members.standardDeviationAgainst(0, 1), Math.sqrt(2) * FORECASTER.error().within()),
            within(1e-9));
  }
}
