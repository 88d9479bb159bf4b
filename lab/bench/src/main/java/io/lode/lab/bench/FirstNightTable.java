package io.lode.lab.bench;

import io.lode.statistics.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sums first nights up over the variants of a world: one row for each world and kind of sweep. */
public final class FirstNightTable {

  private FirstNightTable() {}

  /**
   * One row.
   *
   * @param measure {@code gap closed}, or {@code gain} where no optimum is known
   * @param median by method, over the variants
   * @param values by method, (variant)
   * @param worstChange by method: largest relative change of the true objective against the sweep's
   *     best run; infinite where one diverged
   * @param medianChange by method, of the same
   * @param diverged by method: schedules of which a repeat diverged
   * @param divergedProposals proposals that diverged, of {@code proposals}
   */
  public record Row(
      String world,
      String shape,
      int size,
      double decades,
      String measure,
      Map<String, Double> median,
      Map<String, List<Double>> values,
      Map<String, Double> worstChange,
      Map<String, Double> medianChange,
      Map<String, Integer> diverged,
      int divergedProposals,
      int proposals) {}

  /** The row of the variants of one world under one kind of sweep. */
  public static Row row(List<FirstNightResult> results) {
    FirstNightSweep sweep = results.get(0).sweep();
    Map<String, Double> median = new LinkedHashMap<>();
    Map<String, List<Double>> values = new LinkedHashMap<>();
    Map<String, Double> worst = new LinkedHashMap<>();
    Map<String, Double> change = new LinkedHashMap<>();
    Map<String, Integer> diverged = new LinkedHashMap<>();
    for (String method : results.get(0).methods().keySet()) {
      List<Double> scores = new ArrayList<>();
      List<Double> changes = new ArrayList<>();
      int lost = 0;
      for (FirstNightResult result : results) {
        RegretResult.Published published = result.methods().get(method);
        scores.add(result.loop().score(published));
        changes.add(result.loop().change(published));
        lost += published.diverged() > 0 ? 1 : 0;
      }
      values.put(method, scores);
      median.put(method, Median.of(array(scores)));
      change.put(method, Median.of(array(changes)));
      worst.put(method, changes.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
      diverged.put(method, lost);
    }
    RegretResult first = results.get(0).loop();
    return new Row(
        first.cell().world().name().replaceFirst("-variant-?\\d+$", ""),
        sweep.label(),
        sweep.size(),
        sweep.decades(),
        Double.isNaN(first.optimum()) ? "gain" : "gap closed",
        median,
        values,
        worst,
        change,
        diverged,
        results.stream().mapToInt(result -> result.loop().divergedProposals()).sum(),
        results.size() * first.cell().nights() * first.cell().proposals());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The two first lines of a Markdown table. */
  public static List<String> heading(Row row) {
    String methods = String.join(" | ", row.median().keySet());
    return List.of(
        "| world | shape | runs | decades | "
            + methods
            + " | worst planned, all nights | published diverged | proposals diverged |",
        "|---|---|---|---|" + "---|".repeat(row.median().size() + 3));
  }

  /** A row as a line of a Markdown table. */
  public static String markdown(Row row) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "| %s | %s | %d | %s |",
            row.world(),
            row.shape(),
            row.size(),
            row.decades()));
    for (double value : row.median().values()) {
      line.append(
          row.measure().equals("gain")
              ? String.format(Locale.ROOT, " %+.1f%% |", 100 * value + 0.0)
              : String.format(Locale.ROOT, " %.2f |", Math.rint(100 * value) / 100 + 0.0));
    }
    double worst = Double.NEGATIVE_INFINITY;
    int diverged = 0;
    for (Map.Entry<String, Double> method : row.worstChange().entrySet()) {
      if (method.getKey().startsWith("planned")) {
        worst = Math.max(worst, method.getValue());
      }
      if (method.getKey().startsWith("p")) {
        diverged += row.diverged().get(method.getKey());
      }
    }
    line.append(
        String.format(
            Locale.ROOT,
            " %+.1f%% | %d | %d of %d |",
            100 * worst,
            diverged,
            row.divergedProposals(),
            row.proposals()));
    return line.toString();
  }
}
