package io.lode.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MetricTransformTest {

  @Test
  void theLogarithmOfALossComesBack() {
    MetricTransform log = new MetricTransform.Log();
    assertThat(log.apply(Math.E)).isEqualTo(1, within(1e-15));
    assertThat(log.invert(log.apply(0.37))).isEqualTo(0.37, within(1e-15));
    assertThat(log.apply(0)).isNaN();
    assertThat(log.apply(-1)).isNaN();
    assertThat(log.apply(Double.NaN)).isNaN();
  }

  @Test
  void anAccuracyIsJudgedByTheLogarithmOfItsErrorRate() {
    MetricTransform accuracy = new MetricTransform.LogErrorRate(1);
    assertThat(accuracy.apply(0.9)).isEqualTo(Math.log(0.1), within(1e-12));
    assertThat(accuracy.invert(accuracy.apply(0.9))).isEqualTo(0.9, within(1e-12));
    assertThat(accuracy.apply(1)).isEqualTo(Math.log(1e-6), within(1e-12));
    assertThat(accuracy.apply(1.1)).isNaN();
    assertThat(accuracy.apply(Double.NaN)).isNaN();
  }

  @Test
  void aSmallDeviationComesBackAtItsValue() {
    assertThat(new MetricTransform.Log().invertStandardDeviation(Math.log(2), 0.01))
        .isEqualTo(0.02, within(1e-15));
  }
}
