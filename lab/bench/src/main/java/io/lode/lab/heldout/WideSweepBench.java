package io.lode.lab.heldout;

import static java.util.stream.Collectors.joining;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.FittedEnsemble;
import io.lode.forecast.Forecast;
import io.lode.statistics.Median;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Held-out error on real sweeps over many decades of learning rates, in which many runs learn
 * nothing, diverge, or blow up and come back: forecasts are judged over the runs that learned.
 */
public final class WideSweepBench {

  /** Factors of the smallest and the largest rate at which forecasts must stay sane. */
  private static final double[] OUTSIDE = {1e-3, 1e-1, 10, 1e3};

  private final EnsembleTrainer trainer;

  /** Measures what a trainer fits. */
  public WideSweepBench(EnsembleTrainer trainer) {
    this.trainer = trainer;
  }

  /** Measures one group. */
  public WideSweepRow measure(Sweep sweep) {
    FittedEnsemble fitted = trainer.fit(sweep);
    SweepLearning learning = fitted.learning();
    return WideSweepRow.of(
        sweep.group().toString(),
        learning,
        fitted.chosen().name(),
        fitted.heldOut(),
        worstOutside(sweep, fitted, learning.start()),
        fitted.verdict());
  }

  private static double worstOutside(Sweep sweep, FittedEnsemble fitted, double start) {
    double total = sweep.totalSteps();
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (Run run : sweep.runs()) {
      for (double rate : run.trajectory().learningRate()) {
        largest = Math.max(largest, rate);
        smallest = rate > 0 ? Math.min(smallest, rate) : smallest;
      }
    }
    double[] steps = {total / 100, total / 10, total / 2, total};
    double worst = 0;
    for (double factor : OUTSIDE) {
      double rate = factor * (factor < 1 ? smallest : largest);
      Forecast forecast = fitted.chosen().forecast(step -> rate, steps);
      for (int t = 0; t < steps.length; t++) {
        double size = Math.abs(forecast.mean()[t] - start) + forecast.standardDeviation()[t];
        worst = Double.isFinite(size) && !Double.isNaN(worst) ? Math.max(worst, size) : Double.NaN;
      }
    }
    return worst;
  }

  /** Lines for people: one a group, and the summary over groups that were measured. */
  public static List<String> lines(List<WideSweepRow> rows) {
    List<String> lines = new ArrayList<>();
    for (WideSweepRow row : rows) {
      lines.add(
          row.group()
              + ": "
              + row.runs().entrySet().stream()
                  .filter(count -> count.getValue() > 0)
                  .map(count -> count.getValue() + " " + count.getKey())
                  .collect(joining(", ")));
      lines.add(
          "  held-out R2: "
              + row.r2().entrySet().stream()
                  .map(
                      kind -> String.format(Locale.ROOT, "%s %.3f", kind.getKey(), kind.getValue()))
                  .collect(joining(", "))
              + "; chosen "
              + row.chosen()
              + String.format(Locale.ROOT, "; outside within %.1f", row.worstOutside()));
      lines.add(
          "  final error in log: "
              + row.sigma().entrySet().stream()
                  .map(
                      kind -> String.format(Locale.ROOT, "%s %.3f", kind.getKey(), kind.getValue()))
                  .collect(joining(", ")));
      lines.add("  " + row.words());
    }
    double[] r2 =
        rows.stream().mapToDouble(WideSweepRow::chosenR2).filter(Double::isFinite).toArray();
    if (r2.length > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d of %d groups measured: held-out R2 of what is chosen, median %.3f, smallest %.3f",
              r2.length,
              rows.size(),
              Median.of(r2),
              Arrays.stream(r2).min().orElseThrow()));
    }
    return lines;
  }
}
