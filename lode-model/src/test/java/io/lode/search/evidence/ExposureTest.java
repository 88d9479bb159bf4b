package io.lode.search.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.schedule.IntervalSchedule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExposureTest {

  private static final Exposure EXPOSURE =
      Exposure.of(new FlatRuns().survived(1).survived(0.5).diverged(4).outcomes().runs());

  private static IntervalSchedule schedule(double high, int held, double low) {
    double[] rates = new double[FlatRuns.STEPS];
    Arrays.fill(rates, Math.log(low));
    Arrays.fill(rates, 0, held, Math.log(high));
    return new IntervalSchedule(rates, FlatRuns.STEPS);
  }

  @Test
  void coversRatesHeldNoLongerThanASurvivorHeldThem() {
    assertThat(EXPOSURE.covers(schedule(1, 60, 1))).isTrue();
    assertThat(EXPOSURE.covers(schedule(1, 20, 0.1))).isTrue();
  }

  @Test
  void doesNotCoverAMomentAboveEverySurvivor() {
    assertThat(EXPOSURE.covers(schedule(1.01, 1, 0.1))).isFalse();
  }

  @Test
  void aDivergedRunProvesNothing() {
    assertThat(EXPOSURE.covers(schedule(4, 60, 4))).isFalse();
  }

  @Test
  void theOrderInTimeDoesNotMatter() {
    double[] rising = schedule(1, 30, 0.2).logLearningRate();
    Arrays.sort(rising);
    assertThat(EXPOSURE.covers(new IntervalSchedule(rising, FlatRuns.STEPS))).isTrue();
  }
}
