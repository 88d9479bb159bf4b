package io.lode.longrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import org.junit.jupiter.api.Test;

/** Real language models: runs of 15,000 and 25,000 steps. */
class ErrorMeasurementTest {

  private static final ErrorConfig CONFIG = ErrorConfig.standard();

  private static ErrorMeasurement measurement() {
    return new ErrorMeasurement(CONFIG, ErrorMeasurementTest::fit);
  }

  private static ModalForecaster fit(Sweep sweep) {
    return new ModalTrainer(ModalConfig.standard(7).brief()).fit(sweep);
  }

  private static boolean cooledOverAFifth(Run run) {
    return run.run().matches("wsd-linear-0.2_lr0.00(05|1|2)_T(15|25)000");
  }

  @Test
  void theFewerRunsThereAreTheLessTheyTellOfAnother() {
    Sweep two = ExampleRuns.sweep(run -> run.run().startsWith("wsd-linear-0.2_lr0.001_T"));
    assertThat(measurement().otherRun(two)).isEqualTo(CONFIG.runError() / two.runs().size());
    Sweep all = ExampleRuns.sweep(run -> true);
    assertThat(measurement().otherRun(all)).isLessThan(measurement().otherRun(two) / 10);
  }

  @Test
  void runsOfOneLengthLeaveTheErrorOfOtherGroups() {
    Sweep oneLength = ExampleRuns.sweep(run -> run.trajectory().lastStep() < 15_100);
    assertThat(measurement().perLength(oneLength)).isEqualTo(CONFIG.lengthError());
  }

  @Test
  void longerRunsSayHowFarTheShorterOnesAreOff() {
    Sweep lengths = ExampleRuns.sweep(ErrorMeasurementTest::cooledOverAFifth);
    double noneOfItsOwn = CONFIG.lengthError() * Math.sqrt(0.5);
    assertThat(measurement().perLength(lengths))
        .isGreaterThanOrEqualTo(noneOfItsOwn)
        .isNotEqualTo(CONFIG.lengthError());
  }

  /** A peak of 0.0001, five times below the others, is forecast wrong, whatever the length. */
  @Test
  void aRateThatTheShorterRunsNeverHeldIsNoErrorOfLength() {
    Sweep alike = ExampleRuns.sweep(ErrorMeasurementTest::cooledOverAFifth);
    Sweep withLowPeak =
        ExampleRuns.sweep(
            run -> cooledOverAFifth(run) || run.run().equals("wsd-linear-0.2_lr0.0001_T25000"));
    assertThat(withLowPeak.runs()).hasSize(alike.runs().size() + 1);
    assertThat(measurement().perLength(withLowPeak)).isEqualTo(measurement().perLength(alike));
  }

  @Test
  void refusesANegativeErrorOfARun() {
    assertThatThrownBy(() -> new ErrorConfig(-1, 0.0025, 3, 0.02))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run-error")
        .hasMessageContaining("-1");
  }
}
