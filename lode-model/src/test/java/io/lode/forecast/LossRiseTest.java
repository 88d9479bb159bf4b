package io.lode.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossRiseTest {

  private static final Schedule RATES = step -> step / 100;

  /** By step 20 the largest rise of these was 0.1, by step 40 it was 0.5. */
  private static final LossRise FINISHED =
      LossRise.of(
          List.of(
              series(2, 2.1, 1, 1.5, 0.5),
              series(3, 2, 1.9, 1.8, 1.7),
              new LossRise.Series(new double[0], new double[0])));

  private static LossRise.Series series(double... value) {
    double[] step = new double[value.length];
    for (int t = 0; t < step.length; t++) {
      step[t] = 10 * (t + 1);
    }
    return new LossRise.Series(step, value);
  }

  private static LossAlarm alarm(double... value) {
    return FINISHED.alarm(series(value), RATES);
  }

  @Test
  void oneValueIsEnoughWhereFinishedRunsHadNotRisenSoBy() {
    LossAlarm alarm = alarm(2, 2.9);
    assertThat(alarm.isOn()).isTrue();
    assertThat(alarm.rise()).isCloseTo(0.9 - 0.1, within(1e-12));
    assertThat(alarm.step()).isEqualTo(20);
    assertThat(alarm.rate()).isEqualTo(0.2);
    assertThat(alarm.limit()).isEqualTo(0.1);
  }

  @Test
  void whatFinishedRunsShowedByThenAndTwiceAsMuchIsNoReason() {
    assertThat(alarm(2, 2.7)).isEqualTo(LossAlarm.NONE);
    assertThat(alarm(2, 1, 1, 2.1)).isEqualTo(LossAlarm.NONE);
    assertThat(alarm(2, 1, 1, 2.3).isOn()).isTrue();
    assertThat(alarm(3, 2, 1)).isEqualTo(LossAlarm.NONE);
    assertThat(alarm()).isEqualTo(LossAlarm.NONE);
  }

  @Test
  void betweenTwoObservationsOfFinishedRunsTheLaterOneCounts() {
    LossRise.Series between = new LossRise.Series(new double[] {1, 31}, new double[] {2, 2.9});
    assertThat(FINISHED.alarm(between, RATES).isOn()).isFalse();
    LossRise.Series late = new LossRise.Series(new double[] {1, 900}, new double[] {2, 2.9});
    assertThat(FINISHED.alarm(late, RATES).isOn()).isFalse();
  }

  @Test
  void aLossThatFallsAgainIsJudgedByWhereItWasHighest() {
    LossAlarm peak = alarm(2, 1, 4, 5);
    assertThat(peak.step()).isEqualTo(40);
    assertThat(alarm(2, 1, 4, 5, 4.5)).isEqualTo(peak);
    // Half of the rate at which it began to rise.
    assertThat(peak.limit()).isEqualTo(0.15);
  }

  @Test
  void whereItIsOverTheRateIsStillNotTrusted() {
    LossAlarm over = alarm(2, 1, 4, 5, 0.5);
    assertThat(over.isOn()).isFalse();
    assertThat(over.limit()).isEqualTo(0.15);
    assertThat(alarm(2, 1, 4, 5, 0.5, 5).limit()).isEqualTo(0.15);
  }

  @Test
  void twoLossesTogetherAreTheHigherRiseAndTheLowerLimit() {
    LossAlarm higher = new LossAlarm(2, 30, 0.3, 0.15);
    LossAlarm lower = new LossAlarm(1, 20, 0.2, 0.1);
    LossAlarm both = new LossAlarm(2, 30, 0.3, 0.1);
    assertThat(higher.and(lower)).isEqualTo(both);
    assertThat(lower.and(higher)).isEqualTo(both);
    assertThat(LossAlarm.NONE.and(lower)).isEqualTo(lower);
  }
}
