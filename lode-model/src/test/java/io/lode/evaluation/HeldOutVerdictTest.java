package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.trajectory.LearningStatus;
import io.lode.trajectory.RunLearning;
import io.lode.trajectory.SweepLearning;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldOutVerdictTest {

  private static final SweepLearning LEARNS =
      learning(new RunLearning("a", LearningStatus.LEARNS, 1, true, "it went 100% of the way"));

  private static SweepLearning learning(RunLearning... runs) {
    return new SweepLearning(1, 0, List.of(runs));
  }

  private static HeldOutError error(String name, double mae) {
    return new HeldOutError(name, mae, 0.5, 0.1, 5);
  }

  @Test
  void aForecastThatBeatsTheNearestRunIsBetter() {
    HeldOutVerdict verdict =
        HeldOutVerdict.of(
            List.of(error("modal", 0.1), error("nearest-run", 0.2), error("best-run", 0.3)),
            "modal",
            LEARNS);
    assertThat(verdict.kind()).isEqualTo(HeldOutVerdict.Kind.BETTER);
    assertThat(verdict.words())
        .isEqualTo(
            "held-out runs were forecast better than by repeating the nearest run: mean error"
                + " 0.1000 against 0.2000");
  }

  @Test
  void aForecastThatDoesNotIsNotToBeReliedOn() {
    HeldOutVerdict verdict =
        HeldOutVerdict.of(
            List.of(error("modal", 0.2), error("nearest-run", 0.4), error("best-run", 0.2)),
            "modal",
            LEARNS);
    assertThat(verdict.kind()).isEqualTo(HeldOutVerdict.Kind.NO_BETTER);
    assertThat(verdict.kind().label()).isEqualTo("no-better");
    assertThat(verdict.words())
        .isEqualTo(
            "held-out runs were forecast no better than by repeating the best run (mean error"
                + " 0.2000 against 0.2000): do not rely on this forecast, but on what was run");
  }

  @Test
  void saysThatNothingLearnsBeforeAnythingElse() {
    SweepLearning nothing =
        learning(new RunLearning("a", LearningStatus.PLATEAU, 1, false, "it hardly moved"));
    HeldOutVerdict verdict = HeldOutVerdict.of(List.of(), "modal", nothing);
    assertThat(verdict.kind()).isEqualTo(HeldOutVerdict.Kind.NOTHING_LEARNS);
    assertThat(verdict.words()).startsWith("no run of this sweep learns");
  }

  @Test
  void saysWhatIsMissingWhereNothingWasMeasured() {
    HeldOutVerdict verdict = HeldOutVerdict.of(List.of(), "modal", LEARNS);
    assertThat(verdict.kind()).isEqualTo(HeldOutVerdict.Kind.NOT_MEASURED);
    assertThat(verdict.words())
        .startsWith("forecasts were not tried on held-out runs: 1 of 1 runs learned");
  }

  @Test
  void judgesABacktestLikewise() {
    BacktestReport report =
        new BacktestReport(
            List.of(),
            List.of(
                new BacktestRow(Backtest.ALL, "chosen", 0.3, 0.9, 1),
                new BacktestRow(Backtest.ALL, "nearest-run", 0.2, 0.9, 1)));
    assertThat(HeldOutVerdict.of(report, "chosen").kind()).isEqualTo(HeldOutVerdict.Kind.NO_BETTER);
    BacktestReport without =
        new BacktestReport(
            List.of(), List.of(new BacktestRow(Backtest.ALL, "chosen", 0.3, 0.9, 1)));
    assertThatThrownBy(() -> HeldOutVerdict.of(without, "chosen"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neither nearest-run nor best-run was tested");
  }
}
