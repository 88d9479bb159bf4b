package io.lode.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.forecast.TrackRecord;
import io.lode.trajectory.LearningStatus;
import io.lode.trajectory.RunLearning;
import io.lode.trajectory.SweepLearning;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldOutVerdictTest {

  private static final SweepLearning LEARNS =
      learning(new RunLearning("a", LearningStatus.LEARNS, 1, true, "it went 100% of the way"));

  private static SweepLearning learning(RunLearning... runs) {
    return new SweepLearning(1, 0, List.of(runs));
  }

  @Test
  void aForecastThatBeatsTheNearestRunIsBetter() {
    HeldOutVerdict verdict =
        HeldOutVerdict.of(Optional.of(new OutcomeErrors(0.01, 0.05, 8)), LEARNS);
    assertThat(verdict.kind()).isEqualTo(HeldOutVerdict.Kind.BETTER);
    assertThat(verdict.kind().reliance()).isEqualTo(TrackRecord.Reliance.FORECASTS);
    assertThat(verdict.words())
        .isEqualTo(
            "the ends of held-out runs were forecast better than by repeating the nearest run:"
                + " median error 1.0% against 5.1% over 8 runs near the best one");
  }

  @Test
  void aForecastThatDoesNotIsNotToBeReliedOn() {
    HeldOutVerdict verdict =
        HeldOutVerdict.of(Optional.of(new OutcomeErrors(0.05, 0.05, 8)), LEARNS);
    assertThat(verdict.kind()).isEqualTo(HeldOutVerdict.Kind.NO_BETTER);
    assertThat(verdict.kind().label()).isEqualTo("no-better");
    assertThat(verdict.kind().reliance()).isEqualTo(TrackRecord.Reliance.RUNS);
    assertThat(verdict.words())
        .isEqualTo(
            "the ends of held-out runs were forecast no better than by repeating the nearest run"
                + " (median error 5.1% against 5.1% over 8 runs near the best one): do not rely on"
                + " this forecast, but on what was run");
  }

  @Test
  void aLargeErrorIsWrittenWithoutAnExponent() {
    assertThat(HeldOutVerdict.of(Optional.of(new OutcomeErrors(1, 1.5, 4)), LEARNS).words())
        .endsWith("median error 172% against 348% over 4 runs near the best one");
  }

  @Test
  void saysThatNothingLearnsBeforeAnythingElse() {
    SweepLearning nothing =
        learning(new RunLearning("a", LearningStatus.PLATEAU, 1, false, "it hardly moved"));
    HeldOutVerdict verdict = HeldOutVerdict.of(Optional.empty(), nothing);
    assertThat(verdict.kind()).isEqualTo(HeldOutVerdict.Kind.NOTHING_LEARNS);
    assertThat(verdict.words()).startsWith("no run of this sweep learns");
  }

  @Test
  void saysWhatIsMissingWhereNothingWasMeasured() {
    HeldOutVerdict verdict = HeldOutVerdict.of(Optional.empty(), LEARNS);
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
                new BacktestRow(Backtest.ALL, "chosen", 0.3, 0.9, 1, BandCount.NONE),
                new BacktestRow(Backtest.ALL, "nearest-run", 0.2, 0.9, 1, BandCount.NONE)));
    assertThat(HeldOutVerdict.of(report, "chosen").kind()).isEqualTo(HeldOutVerdict.Kind.NO_BETTER);
    BacktestReport without =
        new BacktestReport(
            List.of(),
            List.of(new BacktestRow(Backtest.ALL, "chosen", 0.3, 0.9, 1, BandCount.NONE)));
    assertThatThrownBy(() -> HeldOutVerdict.of(without, "chosen"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neither nearest-run nor best-run was tested");
  }
}
