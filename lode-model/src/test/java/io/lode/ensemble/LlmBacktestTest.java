package io.lode.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.evaluation.Backtest;
import io.lode.evaluation.BacktestReport;
import io.lode.evaluation.BacktestRow;
import io.lode.evaluation.BestRun;
import io.lode.evaluation.LastValue;
import io.lode.evaluation.LlmLossCurves;
import io.lode.forecast.FittingMethod;
import io.lode.model.law.LawConfig;
import io.lode.model.law.MultiPowerLaw;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published split of real curves: three runs fitted, six predicted. */
class LlmBacktestTest {

  private static final FittingMethod LAW =
      new FittingMethod(
          MultiPowerLaw.NAME, sweep -> MultiPowerLaw.fit(sweep, LawConfig.standard(1)));
  private static final FittingMethod BEST = new FittingMethod(BestRun.NAME, BestRun::fit);
  private static final FittingMethod LAST = new FittingMethod(LastValue.NAME, LastValue::fit);

  /** The published fits have 0.00376 and 0.00435, R2 0.9988 and 0.9983. */
  @ParameterizedTest
  @CsvSource({"25M, 0.0047, 0.996", "100M, 0.0042, 0.998"})
  void lawPredictsAboutAsWellAsPublished(String size, double largestError, double smallestR2) {
    BacktestReport report =
        Backtest.run(
            LlmLossCurves.sweep(size), LlmLossCurves.TRAINING_RUNS, List.of(LAW, BEST, LAST));

    assertThat(report.runs()).hasSize(18);
    BacktestRow law = report.predictor(LAW.name());
    assertThat(law.mae()).isLessThan(largestError);
    assertThat(law.r2()).isGreaterThan(smallestR2);
    assertThat(report.predictor(BEST.name()).mae()).isBetween(0.02, 0.03);
    assertThat(report.predictor(LAST.name()).mae()).isBetween(0.13, 0.16);
  }
}
