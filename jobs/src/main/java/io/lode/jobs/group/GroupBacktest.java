package io.lode.jobs.group;

import io.lode.evaluation.BacktestReport;
import io.lode.evaluation.BacktestRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A group's backtest, as it travels from a task.
 *
 * @param chosen name of the predictor that the product uses
 * @param cells the rows, one run and predictor each, then one predictor each
 * @param runs how many of them are of one run
 */
public record GroupBacktest(String chosen, ArrayList<Cell> cells, int runs)
    implements Serializable {

  /** One row, serializable. */
  record Cell(String run, String predictor, double mae, double r2, double worstRelativeError)
      implements Serializable {

    BacktestRow row() {
      return new BacktestRow(run, predictor, mae, r2, worstRelativeError);
    }
  }

  public static GroupBacktest of(String chosen, BacktestReport report) {
    ArrayList<Cell> cells = new ArrayList<>();
    List<BacktestRow> rows = new ArrayList<>(report.runs());
    rows.addAll(report.predictors());
    for (BacktestRow row : rows) {
      cells.add(
          new Cell(row.run(), row.predictor(), row.mae(), row.r2(), row.worstRelativeError()));
    }
    return new GroupBacktest(chosen, cells, report.runs().size());
  }

  /** The report. */
  public BacktestReport report() {
    List<BacktestRow> rows = cells.stream().map(Cell::row).toList();
    return new BacktestReport(rows.subList(0, runs), rows.subList(runs, rows.size()));
  }
}
