package io.lode.evaluation;

import java.util.List;

/**
 * What a backtest found.
 *
 * @param runs one row a predictor and held-out run, by predictor, then by run in the sweep's order
 * @param predictors one row a predictor, over all held-out runs, in the order asked for
 */
public record BacktestReport(List<BacktestRow> runs, List<BacktestRow> predictors) {

  /** Copies the lists. */
  public BacktestReport {
    runs = List.copyOf(runs);
    predictors = List.copyOf(predictors);
  }

  /**
   * The row of a predictor over all held-out runs.
   *
   * @throws IllegalArgumentException if there is no such predictor
   */
  public BacktestRow predictor(String name) {
    return predictors.stream()
        .filter(row -> row.predictor().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no predictor named '" + name + "' was tested"));
  }
}
