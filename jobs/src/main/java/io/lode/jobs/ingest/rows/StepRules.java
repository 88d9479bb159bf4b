package io.lode.jobs.ingest.rows;

import io.lode.jobs.conf.source.Expression;
import io.lode.jobs.conf.source.RunRules;
import io.lode.jobs.ingest.format.LogReader;
import io.lode.jobs.ingest.format.LogReader.Cell;
import io.lode.jobs.ingest.format.RowDefect;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** At which step a value counts, where a log has several axes, such as batches and epochs. */
final class StepRules {

  private final RunRules rules;
  private final ColumnRoles columns;

  /** The rule of each name met so far. */
  private final Map<String, Optional<Expression>> known = new HashMap<>();

  StepRules(RunRules rules, ColumnRoles columns) {
    this.rules = rules;
    this.columns = columns;
  }

  /** Whether every value counts at its logged step. */
  boolean isEmpty() {
    return rules.steps().isEmpty();
  }

  /**
   * The step of a metric's value.
   *
   * @throws RowDefect if the rule gives none
   */
  double ofMetric(String metric, double step, IdentifiedRun run) throws RowDefect {
    Optional<Expression> rule = rule(metric);
    return rule.isEmpty() ? step : counted(metric, rule.get(), step, run);
  }

  /**
   * The step of a row that has a column a metric.
   *
   * @throws RowDefect if a rule gives none, or the columns count at different steps
   */
  double ofRow(double step, LogReader reader, IdentifiedRun run) throws RowDefect {
    double found = Double.NaN;
    String of = null;
    for (int k = 0; k < reader.filled(); k++) {
      int i = reader.filled(k);
      boolean isMetric = columns.role(i) == ColumnRoles.METRIC && reader.cell(i) == Cell.NUMBER;
      if ((isMetric || Fields.isOutcome(columns.role(i))) && columns.isLogged(i)) {
        double counted = ofMetric(reader.column(i), step, run);
        if (of != null && counted != found) {
          throw new RowDefect(
              "two step axes in one row",
              of
                  + " counts at step "
                  + found
                  + " and "
                  + reader.column(i)
                  + " at "
                  + counted
                  + "; expected one step by the rules of steps");
        }
        found = counted;
        of = reader.column(i);
      }
    }
    return of == null ? step : found;
  }

  private Optional<Expression> rule(String metric) {
    return known.computeIfAbsent(
        metric,
        name -> {
          Expression inFolder = rules.stepOf(columns.metricName(name));
          return Optional.ofNullable(inFolder != null ? inFolder : rules.stepOf(name));
        });
  }

  private static double counted(String metric, Expression rule, double step, IdentifiedRun run)
      throws RowDefect {
    double counted;
    try {
      counted =
          rule.evaluate(
              name ->
                  name.equals(RunRules.STEP)
                      ? step
                      : IdentifiedRun.number(
                          run.named(),
                          name,
                          run.header().plannedSteps() == null
                              ? Double.NaN
                              : run.header().plannedSteps()));
    } catch (IllegalArgumentException e) {
      throw new RowDefect("step unknown", "steps of " + metric + ": " + e.getMessage());
    }
    if (!(counted >= 0) || Double.isInfinite(counted)) {
      throw new RowDefect(
          "step unknown",
          "steps of " + metric + ": found " + counted + ", expected a number of at least 0");
    }
    return counted;
  }
}
