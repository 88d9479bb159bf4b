package io.lode.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.IntervalSchedule;
import io.lode.schedule.Schedule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelTest {

  private static final IntervalSchedule SCHEDULE = new IntervalSchedule(new double[] {0, -1}, 10);

  /** Expects the same of every schedule. */
  private record Sure(double mean, double deviation) implements OutcomeForecaster {
    @Override
    public String name() {
      return "sure";
    }

    @Override
    public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
      double[] members = new double[schedules.size()];
      Arrays.fill(members, mean);
      double[] deviations = new double[schedules.size()];
      Arrays.fill(deviations, deviation);
      return new Outcomes(new double[][] {members}, deviations);
    }
  }

  private static Panel.Opinions opinions(Panel panel) {
    return panel.opinions(List.of(SCHEDULE), SCHEDULE, 10);
  }

  @Test
  void theSurerForecasterCountsMore() {
    Panel panel = new Panel(List.of(new Sure(1, 0.1), new Sure(3, 0.3)), 0);
    // Weights are as the inverse variances, 9 to 1.
    assertThat(opinions(panel).sharedMean(0)).isCloseTo(1.2, within(1e-12));
    assertThat(opinions(panel).sharedStandardDeviation(0)).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void allCountTheSameWhereThatIsAskedFor() {
    Panel panel =
        new Panel(
            List.of(new Sure(1, 0.1), new Sure(3, 0.3)),
            0,
            TrackRecord.UNKNOWN,
            Panel.Weighting.ALIKE);
    assertThat(opinions(panel).sharedMean(0)).isCloseTo(2, within(1e-12));
    assertThat(opinions(panel).sharedStandardDeviation(0)).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void twoThatAreSureBothCountTheSame() {
    Panel panel = new Panel(List.of(new Sure(1, 0), new Sure(3, 0)), 0);
    assertThat(opinions(panel).sharedMean(0)).isCloseTo(2, within(1e-12));
  }

  @Test
  void aTrackRecordCorrectsDeviationsAndNoMean() {
    Panel panel =
        new Panel(List.of(new Sure(1, 0.1), new Sure(3, 0.3)), 0.5)
            .with(new TrackRecord(2, TrackRecord.Reliance.FORECASTS));
    assertThat(opinions(panel).sharedMean(0)).isCloseTo(1.2, within(1e-12));
    assertThat(opinions(panel).sharedStandardDeviation(0)).isCloseTo(0.6, within(1e-12));
    assertThat(panel.noise()).isEqualTo(0.5);
    assertThat(panel.trackRecord().failed()).isFalse();
  }

  @Test
  void refusesAFactorThatIsNone() {
    assertThatThrownBy(() -> new TrackRecord(0, TrackRecord.Reliance.RUNS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a factor of standard deviations must be over 0, found 0.0");
  }
}
