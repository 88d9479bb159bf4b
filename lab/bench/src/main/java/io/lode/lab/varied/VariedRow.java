package io.lode.lab.varied;

import io.lode.lab.varied.VariedCell.Treatment;
import io.lode.statistics.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The loops of one world, one choice of settings and one size, summed up over the variants.
 *
 * @param world its name
 * @param settings kinds of settings that vary
 * @param size runs of the first sweep
 * @param change by treatment and night: relative change of the true objective of the published
 *     schedule, with the settings at their best, against the best run of the sweep without the
 *     nuisance, (variant); below 0 is better
 * @param whole by treatment and night: the same under the settings that it was published for,
 *     against the sweep's own best run under its own settings, (variant)
 */
public record VariedRow(
    String world,
    String settings,
    int size,
    Map<String, List<Double>> change,
    Map<String, List<Double>> whole) {

  static VariedRow of(
      String world, String settings, int size, Map<Treatment, List<VariedResult>> results) {
    Map<String, List<Double>> change = new LinkedHashMap<>();
    Map<String, List<Double>> whole = new LinkedHashMap<>();
    results.forEach(
        (treatment, loops) -> {
          int nights = loops.get(0).nights().size();
          for (int night = 0; night < nights; night += night == 0 ? Math.min(2, nights) : 2) {
            String key = treatment.name().toLowerCase(Locale.ROOT) + ", night " + night;
            List<Double> changes = new ArrayList<>();
            List<Double> wholes = new ArrayList<>();
            for (VariedResult loop : loops) {
              VariedResult.Night one = loop.nights().get(night);
              changes.add(one.schedule() / loop.bestHeld() - 1);
              wholes.add(one.whole() / loop.bestRun() - 1);
            }
            change.put(key, changes);
            whole.put(key, wholes);
          }
        });
    return new VariedRow(world, settings, size, change, whole);
  }

  /** The two first lines of a Markdown table. */
  public List<String> heading() {
    return List.of(
        "| world | settings | runs | "
            + String.join(" | ", change.keySet())
            + " | "
            + String.join(" | ", own().map(entry -> entry.getKey() + ", own").toList())
            + " |",
        "|---|---|---|" + "---|".repeat((int) (change.size() + own().count())));
  }

  /** The row as a line of a Markdown table: medians, the worst one in brackets. */
  public String markdown() {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "| %s | %s | %d |", world, settings, size));
    change.values().forEach(values -> line.append(cell(values)));
    own().forEach(entry -> line.append(cell(entry.getValue())));
    return line.toString();
  }

  /** What the search that takes settings as inputs came to under the settings that it chose. */
  private Stream<Map.Entry<String, List<Double>>> own() {
    return whole.entrySet().stream().filter(entry -> entry.getKey().startsWith("inputs"));
  }

  private static String cell(List<Double> values) {
    return String.format(
        Locale.ROOT,
        " %+.2f%% (%+.1f%%) |",
        100 * median(values),
        100 * values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
  }

  private static double median(List<Double> values) {
    return Median.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
