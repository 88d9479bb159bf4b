package io.lode.lab.prove;

import io.lode.forecast.Horizon;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Whether schedules made for a part of training win at that part: runs of each, trained to the end.
 *
 * @param runs by the horizon that their schedule was made for, in the order of reports
 */
public record HorizonRuns(SortedMap<Horizon, List<Run>> runs) {

  /** Horizons are read at a log that is at most this many steps late. */
  private static final double LATE = 1;

  /** What the runs of one schedule had reached at one horizon: a value a run, NaN for none. */
  private static double[] reached(List<Run> runs, Horizon at) {
    return runs.stream().mapToDouble(run -> last(run, at.step(run.totalSteps()) + LATE)).toArray();
  }

  /** The last objective up to a step. */
  private static double last(Run run, double until) {
    Trajectory logged = run.trajectory();
    double last = Double.NaN;
    for (int i = 0; i < logged.length() && logged.step()[i] <= until; i++) {
      if (!Double.isNaN(logged.objective()[i])) {
        last = logged.objective()[i];
      }
    }
    return last;
  }

  /** The result, as keys and values that Jackson writes: a row a schedule. */
  public List<Map<String, Object>> json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    runs.forEach(
        (madeFor, all) ->
            runs.keySet()
                .forEach(
                    at -> {
                      Map<String, Object> row = new LinkedHashMap<>();
                      row.put("madeFor", madeFor.fraction());
                      row.put("at", at.fraction());
                      row.put("reached", reached(all, at));
                      rows.add(row);
                    }));
    return rows;
  }

  /** A table for people, as Markdown: a row a schedule, a column a horizon; mean ± its error. */
  public List<String> markdown() {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("| schedule made for |");
    runs.keySet().forEach(at -> head.append(" at ").append(percent(at)).append(" |"));
    lines.add(head.toString());
    lines.add("|---".repeat(runs.size() + 1) + "|");
    runs.forEach(
        (madeFor, all) -> {
          StringBuilder line = new StringBuilder("| " + percent(madeFor) + " |");
          for (Horizon at : runs.keySet()) {
            double[] reached = reached(all, at);
            line.append(
                String.format(
                    Locale.ROOT,
                    " %.4f ± %.4f |",
                    StatUtils.mean(reached),
                    Math.sqrt(StatUtils.variance(reached) / reached.length)));
          }
          lines.add(line.toString());
        });
    return lines;
  }

  /** The mean of every schedule's runs over steps that all of them logged, by name in reports. */
  Map<String, Run> curves() {
    Map<String, Run> curves = new LinkedHashMap<>();
    runs.forEach(
        (madeFor, all) -> {
          if (!all.isEmpty()) {
            curves.put("made for " + percent(madeFor), mean(all));
          }
        });
    return curves;
  }

  private static Run mean(List<Run> runs) {
    TreeMap<Double, List<double[]>> values = new TreeMap<>();
    for (Run run : runs) {
      Trajectory logged = run.trajectory();
      for (int i = 0; i < logged.length(); i++) {
        values
            .computeIfAbsent(logged.step()[i], step -> new ArrayList<>())
            .add(new double[] {logged.learningRate()[i], logged.objective()[i]});
      }
    }
    values.values().removeIf(points -> points.size() < runs.size());
    double[] step = values.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] unlogged = new double[step.length];
    Arrays.fill(unlogged, Double.NaN);
    return new Run(
        "",
        "mean",
        null,
        Map.of(),
        RunStatus.COMPLETED,
        runs.get(0).totalSteps(),
        new Trajectory(step, mean(values, 0), unlogged, mean(values, 1)));
  }

  private static double[] mean(TreeMap<Double, List<double[]>> values, int index) {
    return values.values().stream()
        .mapToDouble(
            points -> points.stream().mapToDouble(point -> point[index]).average().orElseThrow())
        .toArray();
  }

  private static String percent(Horizon horizon) {
    return new DecimalFormat("0.##%", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(horizon.fraction());
  }
}
