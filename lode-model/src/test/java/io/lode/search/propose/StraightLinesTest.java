package io.lode.search.propose;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.forecast.IntervalRates;
import io.lode.forecast.Outcomes;
import io.lode.schedule.IntervalSchedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class StraightLinesTest {

  /** Holds, falls from interval 40 on, and wriggles all the way. */
  private static IntervalSchedule wriggling(double size) {
    double[] rates = smooth();
    for (int t = 0; t < rates.length; t++) {
      rates[t] += size * Math.sin(t);
    }
    return new IntervalSchedule(rates, 60);
  }

  private static double[] smooth() {
    double[] rates = new double[Outcomes.INTERVALS];
    for (int t = 0; t < rates.length; t++) {
      rates[t] = -Math.max(0, t - 40) / 5.0;
    }
    return rates;
  }

  /** Far from the smooth schedule is bad: by the square of the distance. */
  private static double[] score(List<IntervalSchedule> schedules) {
    return schedules.stream()
        .mapToDouble(
            schedule -> Math.pow(IntervalRates.distance(schedule.logLearningRate(), smooth()), 2))
        .toArray();
  }

  private static int corners(IntervalSchedule schedule) {
    double[] rates = schedule.logLearningRate();
    int corners = 0;
    for (int t = 1; t < rates.length - 1; t++) {
      corners += Math.abs(rates[t - 1] - 2 * rates[t] + rates[t + 1]) > 1e-6 ? 1 : 0;
    }
    return corners;
  }

  @Test
  void takesOutWrigglesThatGainNothingAndKeepsTheShape() {
    IntervalSchedule straight =
        new StraightLines(StraightLinesTest::score, schedule -> true).of(wriggling(0.1), 0);
    assertThat(corners(wriggling(0.1))).isGreaterThan(30);
    assertThat(corners(straight)).isLessThan(6);
    assertThat(IntervalRates.distance(straight.logLearningRate(), smooth())).isLessThan(0.08);
  }

  @Test
  void giveUpNoMoreThanTheAllowance() {
    IntervalSchedule plan = new IntervalSchedule(smooth(), 60);
    StraightLines lines = new StraightLines(StraightLinesTest::score, schedule -> true);
    assertThat(corners(lines.of(plan, 0))).isEqualTo(1);
    assertThat(corners(lines.of(plan, 100))).isZero();
    assertThat(score(List.of(lines.of(plan, 0.01)))[0]).isLessThanOrEqualTo(0.01);
  }

  @Test
  void leavesAPlanThatMayNotBeChanged() {
    IntervalSchedule plan = wriggling(0.1);
    assertThat(new StraightLines(StraightLinesTest::score, schedule -> false).of(plan, 1))
        .isSameAs(plan);
  }
}
