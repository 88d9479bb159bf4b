package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.search.DiagnosisConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * How much of the differences between runs each setting explains.
 *
 * <p>Runs are put into a few groups by the values of a setting. What the setting explains is the
 * part of the variance of the outcomes that lies between the groups, corrected for their number.
 */
final class SettingEffects {

  /** Fewest finished runs, as a count: fewer say nothing of several settings. */
  private static final int FEWEST_RUNS = 8;

  /** Groups that the values of a number are put into. */
  private static final int GROUPS = 4;

  /** Outcomes worse than the best by more than this, in log loss, say no more than that. */
  private static final double CLIP = 1;

  /** A setting whose order is that of the peaks in this part of the runs is the rate itself. */
  private static final double SAME_ORDER = 0.95;

  /**
   * A setting is a multiple of the peak if at most this part of the runs have factors of their own:
   * a rate converts by one factor for each batch size.
   */
  private static final double FEW_FACTORS = 0.25;

  /** Factors this near to each other are one, as a part: logs round, and start after a warm-up. */
  private static final double SAME_FACTOR = 0.05;

  private final List<EvaluatedRun> runs;

  private SettingEffects(List<EvaluatedRun> runs) {
    this.runs = runs;
  }

  /** The finding that a setting explains more than the peak rate, for the one that does most. */
  static Optional<Finding> of(SweepOutcomes sweep, DiagnosisConfig config) {
    List<EvaluatedRun> finished = sweep.finished();
    if (finished.size() < FEWEST_RUNS) {
      return Optional.empty();
    }
    SettingEffects effects = new SettingEffects(finished);
    double rate = effects.explained(effects.groups(EvaluatedRun::logPeak));
    record Effect(String setting, double explained) {}
    return effects.settings().stream()
        .map(setting -> new Effect(setting, effects.explained(effects.groups(setting))))
        .filter(effect -> effect.explained() > Math.max(rate, config.explained()))
        .max(Comparator.comparingDouble(Effect::explained))
        .map(
            effect ->
                new Finding(
                    Finding.Kind.OTHER_SETTINGS,
                    String.format(
                        Locale.ROOT,
                        "setting %s explains %.0f%% of the differences between runs, the peak rate"
                            + " %.0f%%",
                        effect.setting(),
                        100 * effect.explained(),
                        100 * Math.max(0, rate)),
                    String.format(
                        Locale.ROOT,
                        "hold %s at the best run's value, %s, and sweep the rate again",
                        effect.setting(),
                        finished.get(0).run().hyperparameters().get(effect.setting()))));
  }

  /** Settings that every run logged, that vary, and that are not the rate itself. */
  private List<String> settings() {
    TreeSet<String> names = new TreeSet<>(runs.get(0).run().hyperparameters().keySet());
    runs.forEach(run -> names.retainAll(run.run().hyperparameters().keySet()));
    return names.stream()
        .filter(name -> runs.stream().map(run -> value(run, name)).distinct().count() > 1)
        .filter(name -> !followsPeak(name) && !isMultipleOfPeak(name))
        .toList();
  }

  /** Whether the setting orders the runs as their peaks do, so that it says nothing more. */
  private boolean followsPeak(String setting) {
    if (!numeric(setting)) {
      return false;
    }
    int same = 0;
    int pairs = 0;
    for (int i = 0; i < runs.size(); i++) {
      for (int j = 0; j < i; j++) {
        double value = Double.compare(number(runs.get(i), setting), number(runs.get(j), setting));
        double peak = runs.get(i).logPeak() - runs.get(j).logPeak();
        if (value != 0) {
          pairs++;
          same += value * peak > 0 ? 1 : 0;
        }
      }
    }
    return same > SAME_ORDER * pairs || same < (1 - SAME_ORDER) * pairs;
  }

  /** Whether the setting is the peak, but for few factors, so that it says nothing more. */
  private boolean isMultipleOfPeak(String setting) {
    if (!numeric(setting)) {
      return false;
    }
    List<Double> factors = new ArrayList<>();
    for (EvaluatedRun run : runs) {
      double factor = Math.log(number(run, setting)) - run.logPeak();
      if (factors.stream().noneMatch(known -> Math.abs(known - factor) < SAME_FACTOR)) {
        factors.add(factor);
      }
    }
    return factors.size() <= FEW_FACTORS * runs.size();
  }

  private static String value(EvaluatedRun run, String setting) {
    return run.run().hyperparameters().get(setting);
  }

  private boolean numeric(String setting) {
    return runs.stream().noneMatch(run -> Double.isNaN(number(run, setting)));
  }

  private static double number(EvaluatedRun run, String setting) {
    try {
      return Double.parseDouble(value(run, setting));
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private int[] groups(String setting) {
    if (numeric(setting)) {
      return groups(run -> number(run, setting));
    }
    Map<String, Integer> number = new HashMap<>();
    return runs.stream()
        .map(run -> value(run, setting))
        .mapToInt(value -> number.computeIfAbsent(value, unknown -> number.size()))
        .toArray();
  }

  /** Groups of about equal size by a number; equal numbers share a group. */
  private int[] groups(ToDoubleFunction<EvaluatedRun> number) {
    List<Double> sorted = new ArrayList<>(runs.stream().map(number::applyAsDouble).toList());
    sorted.sort(Comparator.naturalOrder());
    return runs.stream()
        .mapToInt(run -> GROUPS * sorted.indexOf(number.applyAsDouble(run)) / sorted.size())
        .toArray();
  }

  private double explained(int[] group) {
    double best = runs.get(0).outcome();
    double[] outcome =
        runs.stream().mapToDouble(run -> Math.min(run.outcome(), best + CLIP)).toArray();
    Map<Integer, double[]> sums = new HashMap<>();
    double total = 0;
    for (int i = 0; i < group.length; i++) {
      double[] sum = sums.computeIfAbsent(group[i], unknown -> new double[2]);
      sum[0] += outcome[i];
      sum[1]++;
      total += outcome[i];
    }
    double mean = total / group.length;
    double within = 0;
    double around = 0;
    for (int i = 0; i < group.length; i++) {
      double[] sum = sums.get(group[i]);
      within += Math.pow(outcome[i] - sum[0] / sum[1], 2);
      around += Math.pow(outcome[i] - mean, 2);
    }
    int freedom = group.length - sums.size();
    return around == 0 || freedom < 1 ? 0 : 1 - (within / freedom) / (around / (group.length - 1));
  }
}
