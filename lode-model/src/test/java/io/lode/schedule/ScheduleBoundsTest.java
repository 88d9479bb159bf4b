package io.lode.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScheduleBoundsTest {

  private final ScheduleBounds bounds = new ScheduleBounds(1e-4, 0.1);

  @Test
  void widenToTheRatesOfASchedule() {
    assertEquals(bounds, bounds.including(new double[] {0.01, 0.1}));
    assertEquals(
        new ScheduleBounds(1e-5, 0.3), bounds.including(new double[] {1e-5, 0.01, 0.3, 0.1}));
  }

  @Test
  void doNotWidenToWhatIsNoRate() {
    for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class, () -> bounds.including(new double[] {0.01, rate}));
    }
  }
}
