package io.lode.lab.bench;

import io.lode.lab.bench.RegretResult.Published;
import io.lode.lab.bench.RegretResult.PublishedNight;
import io.lode.statistics.Median;
import io.lode.statistics.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Sums loops up over their seeds: one row for each world, forecaster, search, policy, sweep size
 * and horizon.
 */
public final class RegretTable {

  private static final List<Integer> NIGHTS = List.of(0, 1, 2, 4, 8);

  private RegretTable() {}

  /**
   * One row.
   *
   * @param measure {@code gap closed}, or {@code gain} where no optimum is known
   * @param median median score over the seeds by night
   * @param mean mean score over the seeds by night
   * @param standardError of the mean by night
   * @param worstChange largest relative change of the true objective against the first sweep's best
   *     run, of all nights and seeds
   * @param medianChangeOfFirstNight median relative change on night 0
   * @param divergedPublished published schedules of which a repeat diverged
   * @param divergedProposals proposals that diverged, of {@code proposals}
   */
  public record Row(
      String world,
      String forecaster,
      String search,
      String policy,
      int sweepSize,
      double horizon,
      int seeds,
      String measure,
      Map<Integer, Double> median,
      Map<Integer, Double> mean,
      Map<Integer, Double> standardError,
      double worstChange,
      double medianChangeOfFirstNight,
      int divergedPublished,
      int divergedProposals,
      int proposals) {}

  /** The rows, in the order of the results. */
  public static List<Row> rows(List<RegretResult> results) {
    Map<String, List<RegretResult>> cells = new LinkedHashMap<>();
    for (RegretResult result : results) {
      RegretCell cell = result.cell();
      String key =
          String.join(
              "|",
              kind(cell),
              cell.forecaster(),
              cell.search(),
              String.valueOf(cell.sweepSize()),
              String.valueOf(cell.horizon().fraction()));
      cells.computeIfAbsent(key, unknown -> new ArrayList<>()).add(result);
    }
    List<Row> rows = new ArrayList<>();
    for (List<RegretResult> cell : cells.values()) {
      rows.add(row(cell, "planned", PublishedNight::planned));
      rows.add(row(cell, "proven", PublishedNight::proven));
    }
    return rows;
  }

  /** A world's name without the variant that a seed drew. */
  private static String kind(RegretCell cell) {
    return cell.world().name().replaceFirst("-variant-?\\d+$", "");
  }

  private static Row row(
      List<RegretResult> results, String policy, Function<PublishedNight, Published> published) {
    RegretCell cell = results.get(0).cell();
    Map<Integer, Double> median = new LinkedHashMap<>();
    Map<Integer, Double> mean = new LinkedHashMap<>();
    Map<Integer, Double> standardError = new LinkedHashMap<>();
    for (int night : NIGHTS) {
      if (night <= cell.nights()) {
        double[] scores =
            results.stream()
                .mapToDouble(result -> result.score(published.apply(result.nights().get(night))))
                .toArray();
        double average = Arrays.stream(scores).average().orElseThrow();
        median.put(night, Median.of(scores));
        mean.put(night, average);
        standardError.put(night, standardError(scores, average));
      }
    }
    double worst = Double.NEGATIVE_INFINITY;
    int diverged = 0;
    int divergedProposals = 0;
    for (RegretResult result : results) {
      divergedProposals += result.divergedProposals();
      for (PublishedNight night : result.nights()) {
        worst = Math.max(worst, result.change(published.apply(night)));
        diverged += published.apply(night).diverged() > 0 ? 1 : 0;
      }
    }
    double[] first =
        results.stream()
            .mapToDouble(result -> result.change(published.apply(result.nights().get(0))))
            .toArray();
    return new Row(
        kind(cell),
        cell.forecaster(),
        cell.search(),
        policy,
        cell.sweepSize(),
        cell.horizon().fraction(),
        results.size(),
        Double.isNaN(results.get(0).optimum()) ? "gain" : "gap closed",
        median,
        mean,
        standardError,
        worst,
        Median.of(first),
        diverged,
        divergedProposals,
        results.size() * cell.nights() * cell.proposals());
  }

  /** The standard error of a mean; 0 for that of one value, which a table shows as it is. */
  static double standardError(double[] values, double mean) {
    if (values.length > 1) {
      return Spread.standardError(values);
    }
    return Double.isFinite(mean) ? 0 : Double.NaN;
  }

  /** The two first lines of a Markdown table. */
  public static List<String> heading() {
    return List.of(
        "| world | forecaster | search | policy | sweep | horizon | measure | night 0 | 1 | 2 | 4 | 8 "
            + "| mean ± s.e., last night | night 0, median change | worst published "
            + "| published diverged | proposals diverged |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
  }

  /** The rows as lines of a Markdown table, without its heading. */
  public static List<String> markdown(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      StringBuilder line = new StringBuilder("| ");
      line.append(
          String.join(
              " | ",
              row.world(),
              row.forecaster(),
              row.search(),
              row.policy(),
              String.valueOf(row.sweepSize()),
              String.valueOf(row.horizon()),
              row.measure()));
      boolean gain = row.measure().equals("gain");
      for (int night : NIGHTS) {
        Double value = row.median().get(night);
        line.append(" | ").append(value == null ? "" : score(value, gain));
      }
      int last = row.mean().keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
      line.append(" | ")
          .append(score(row.mean().get(last), gain))
          .append(" ± ")
          .append(score(row.standardError().get(last), gain))
          .append(" | ")
          .append(percent(row.medianChangeOfFirstNight()))
          .append(" | ")
          .append(percent(row.worstChange()))
          .append(" | ")
          .append(row.divergedPublished())
          .append(" | ")
          .append(row.divergedProposals())
          .append(" of ")
          .append(row.proposals())
          .append(" |");
      lines.add(line.toString());
    }
    return lines;
  }

  private static String score(double value, boolean gain) {
    // The zero is added so that no cell reads -0.00.
    return gain
        ? percent(value)
        : String.format(Locale.ROOT, "%.2f", Math.rint(value * 100) / 100 + 0.0);
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%+.1f%%", Math.rint(value * 1000) / 10 + 0.0);
  }
}
