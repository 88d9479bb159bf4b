package io.lode.jobs.group;

import io.lode.evaluation.BacktestReport;
import io.lode.evaluation.BacktestRow;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * A group's backtest, as it travels from a task.
 *
 * @param chosen name of the predictor that the product uses
 * @param forecaster name of the forecaster that this predictor is
 * @param runs the rows of one run and predictor each
 * @param predictors the rows of one predictor each
 */
public record GroupBacktest(
    String chosen,
    String forecaster,
    ArrayList<BacktestRow> runs,
    ArrayList<BacktestRow> predictors)
    implements Serializable {

  /** What travels of a report. */
  public static GroupBacktest of(String chosen, String forecaster, BacktestReport report) {
    return new GroupBacktest(
        chosen, forecaster, new ArrayList<>(report.runs()), new ArrayList<>(report.predictors()));
  }

  /** The report. */
  public BacktestReport report() {
    return new BacktestReport(runs, predictors);
  }
}
