package io.lode.jobs.conf.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lode.schedule.Schedule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DerivedRateTest {

  private static final Map<String, Double> HYPERPARAMETERS =
      Map.of("learning_rate", 0.0013, "warmup_factor", 0.1);

  @Test
  void algoperfRateWarmsUpLinearlyAndDecaysAsACosine() {
    DerivedRate rate = SourceFile.read("algoperf").derivedRate();
    double total = 80000;
    Schedule schedule =
        rate.schedule(
            name -> name.equals("total_steps") ? total : HYPERPARAMETERS.get(name), total);
    assertThat(schedule.learningRate(0)).isZero();
    assertThat(schedule.learningRate(4000)).isCloseTo(0.00065, within(1e-15));
    assertThat(schedule.learningRate(8000)).isCloseTo(0.0013, within(1e-15));
    assertThat(schedule.learningRate(8000 + 36000)).isCloseTo(0.00065, within(1e-12));
    assertThat(schedule.learningRate(80000)).isCloseTo(0, within(1e-15));
  }

  @Test
  void refusesAPeakThatIsNotPositiveAndAWarmupThatFillsTheRun() {
    DerivedRate rate = SourceFile.read("algoperf").derivedRate();
    assertThatThrownBy(() -> rate.schedule(name -> -1, 100))
        .hasMessage("peak must be positive and finite, found -1.0");
    assertThatThrownBy(() -> rate.schedule(name -> 100, 100))
        .hasMessage("warmup-steps must be at least 0 and below the total 100.0, found 10000.0");
  }
}
