package io.lode.lab.bench;

import io.lode.ensemble.SearchPanel;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is chosen among the runs of a table, by shape of the given runs and by horizon.
 *
 * @param table the runs
 * @param methods settings of the forecaster and of the search
 * @param forecaster name of the forecaster
 */
public record TableChoices(ScheduleTable table, RegretMethods methods, String forecaster) {

  private static final String CONSTANT = "constant";
  private static final String COSINE = "cosine";

  /**
   * One row.
   *
   * @param shape of the given runs
   * @throws IllegalArgumentException if the table has no such runs
   */
  public TableChoice.Row row(String shape, double horizonStep) {
    SweepOutcomes given =
        switch (shape) {
          case CONSTANT -> table.constant(horizonStep);
          case COSINE -> table.cosine(horizonStep);
          default ->
              throw new IllegalArgumentException(
                  "shape must be " + CONSTANT + " or " + COSINE + ", found '" + shape + "'");
        };
    Forecaster fitted = methods.fitting(forecaster, 1).fit().apply(given.sweep());
    Panel panel =
        SearchPanel.of(fitted, given).with(methods.trackRecord(forecaster, given.sweep(), 1));
    return new TableChoice(given, table.ending(horizonStep), panel, methods.search())
        .row(table.name(), shape);
  }

  /** Rows as a Markdown table. */
  public static List<String> markdown(List<TableChoice.Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| table | horizon | given | runs | chosen | predicted | reached | regret | rule's regret"
            + " | best given run's regret |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    for (TableChoice.Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %s | %d | %s | %.4f | %.4f | %.4f | %.4f | %.4f |",
              row.table(),
              row.horizonStep(),
              row.shape(),
              row.given(),
              row.chosen(),
              row.predicted(),
              row.objective(),
              row.regret(),
              row.ruleRegret(),
              row.bestGivenRegret()));
    }
    return lines;
  }
}
