package io.lode.lab.bench;

import io.lode.lab.world.Difference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sums runs in flight up over their seeds: one row for each world, start and difference. */
public final class ReplanTable {

  private ReplanTable() {}

  /**
   * One row; changes are relative ones of the true objective with replanning against without, over
   * the runs that diverged neither way.
   *
   * @param difference how the runs differ from their sweep
   * @param mean mean change, negative is better
   * @param standardError of the mean
   * @param worst largest change
   * @param better runs that ended better
   * @param worse runs that ended worse
   * @param revisions replannings that revised, of all
   * @param forced revisions that the safety limits made
   * @param divergedWithout runs that diverged under the schedule they started with
   * @param divergedWith runs that diverged under LODE
   * @param divergedBefore of these, runs that diverged before they were first replanned
   * @param pace mean estimate at the last replanning
   * @param milliseconds mean time of a replanning
   */
  public record Row(
      String world,
      String start,
      String difference,
      int runs,
      double mean,
      double standardError,
      double worst,
      int better,
      int worse,
      int revisions,
      int forced,
      int replannings,
      int divergedWithout,
      int divergedWith,
      int divergedBefore,
      double pace,
      double milliseconds) {}

  /** The rows, in the order of the results. */
  public static List<Row> rows(List<ReplanResult> results) {
    Map<String, List<ReplanResult>> cells = new LinkedHashMap<>();
    for (ReplanResult result : results) {
      ReplanCell cell = result.cell();
      String key = cell.world() + "|" + cell.start() + "|" + label(cell);
      cells.computeIfAbsent(key, unknown -> new ArrayList<>()).add(result);
    }
    return cells.values().stream().map(ReplanTable::row).toList();
  }

  private static String label(ReplanCell cell) {
    return cell.difference().map(Difference::label).orElse("none");
  }

  private static Row row(List<ReplanResult> results) {
    int replannings = results.stream().mapToInt(ReplanResult::replannings).sum();
    ReplanCell cell = results.get(0).cell();
    double[] changes =
        results.stream()
            .mapToDouble(ReplanResult::change)
            .filter(change -> !Double.isNaN(change))
            .toArray();
    double sum = 0;
    double worst = Double.NEGATIVE_INFINITY;
    int better = 0;
    int worse = 0;
    for (double change : changes) {
      sum += change;
      worst = Math.max(worst, change);
      better += change < 0 ? 1 : 0;
      worse += change > 0 ? 1 : 0;
    }
    double mean = sum / changes.length;
    return new Row(
        cell.world(),
        cell.start().name().toLowerCase(Locale.ROOT),
        label(cell),
        results.size(),
        mean,
        RegretTable.standardError(changes, mean),
        worst,
        better,
        worse,
        results.stream().mapToInt(ReplanResult::revisions).sum(),
        results.stream().mapToInt(ReplanResult::forced).sum(),
        replannings,
        (int) results.stream().filter(result -> Double.isNaN(result.without())).count(),
        (int) results.stream().filter(result -> Double.isNaN(result.with())).count(),
        (int) results.stream().filter(ReplanResult::divergedBefore).count(),
        results.stream().mapToDouble(ReplanResult::pace).average().orElse(Double.NaN),
        1000
            * results.stream().mapToDouble(ReplanResult::seconds).sum()
            / Math.max(1, replannings));
  }

  /** The rows as a table. */
  public static List<String> markdown(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| world | starts with | differs by | change ± s.e. | worst | better, worse | revised"
            + " (forced) | diverged without, with (before the first) | pace seen | ms |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    for (Row row : rows) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %+.2f%% ± %.2f%% | %+.1f%% | %d, %d | %d of %d (%d) | %d, %d (%d) |"
                  + " %.2f | %.0f |",
              row.world(),
              row.start(),
              row.difference(),
              100 * row.mean(),
              100 * row.standardError(),
              100 * row.worst(),
              row.better(),
              row.worse(),
              row.revisions(),
              row.replannings(),
              row.forced(),
              row.divergedWithout(),
              row.divergedWith(),
              row.divergedBefore(),
              row.pace(),
              row.milliseconds()));
    }
    return lines;
  }
}
