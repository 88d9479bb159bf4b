package io.lode.jobs.report;

import io.lode.hyperparameter.EffectWords;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.Hyperparameter;
import io.lode.hyperparameter.HyperparameterValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The hyperparameters that vary beside the learning rate, and what they do.
 *
 * @param lines what each does, in words
 * @param leftOut why others do not count, in words
 * @param plots of the outcome against each, with the effect of the rate taken off
 */
record SettingsSection(List<String> lines, List<String> leftOut, List<Plot> plots) {

  /** Points of the line of an effect; a count. */
  private static final int POINTS = 40;

  /** From differences of logarithms to percent. */
  private static final double PERCENT = 100;

  /** What there is to say of a group's hyperparameters. */
  static SettingsSection of(Effects effects, String metric) {
    EffectWords words = new EffectWords(effects);
    List<Plot> plots = new ArrayList<>();
    for (Effects.Effect effect : effects.found()) {
      List<Effects.Seen> seen =
          effects.seen(effect.hyperparameter().name()).stream()
              .filter(one -> !one.value().missing())
              .toList();
      if (!seen.isEmpty()) {
        plots.add(plot("setting-" + plots.size(), effects, effect, seen, metric));
      }
    }
    return new SettingsSection(words.lines(), words.leftOut(), plots);
  }

  private static Plot plot(
      String id, Effects effects, Effects.Effect effect, List<Effects.Seen> seen, String metric) {
    Hyperparameter one = effect.hyperparameter();
    List<String> levels = levels(one, seen);
    List<double[]> points = new ArrayList<>();
    for (Effects.Seen run : seen) {
      points.add(new double[] {position(one, levels, run.value()), PERCENT * run.difference()});
    }
    points.sort(Comparator.comparingDouble(point -> point[0]));
    List<Curve> curves = new ArrayList<>();
    curves.add(
        new Curve(
            "runs",
            "points",
            points.stream().mapToDouble(point -> point[0]).toArray(),
            points.stream().mapToDouble(point -> point[1]).toArray()));
    if (effect.used() && levels.isEmpty()) {
      curves.add(line(effects, one, points));
    }
    return Plot.of(id, axis(one, levels), "change of " + metric + ", %", Plot.Scale.LINEAR, curves);
  }

  /** The effect over the range, at the same height as the runs. */
  private static Curve line(Effects effects, Hyperparameter one, List<double[]> points) {
    double[] x = new double[POINTS];
    double[] y = new double[POINTS];
    double height = 0;
    for (double[] point : points) {
      height += (point[1] - change(effects, one, value(one, point[0]))) / points.size();
    }
    for (int i = 0; i < POINTS; i++) {
      double number = value(one, position(one, (double) i / (POINTS - 1)));
      x[i] = position(one, (double) i / (POINTS - 1));
      y[i] = height + change(effects, one, number);
    }
    return new Curve("effect", "best", x, y);
  }

  private static double change(Effects effects, Hyperparameter one, double number) {
    Map<String, String> changed = new TreeMap<>(effects.reference());
    changed.put(one.name(), String.valueOf(number));
    return PERCENT * effects.change(effects.reference(), changed).mean();
  }

  private static List<String> levels(Hyperparameter one, List<Effects.Seen> seen) {
    if (one.scale() != Hyperparameter.Scale.LEVELS) {
      return List.of();
    }
    TreeSet<String> levels = new TreeSet<>();
    seen.forEach(run -> levels.add(run.value().text()));
    return List.copyOf(levels);
  }

  private static double position(
      Hyperparameter one, List<String> levels, HyperparameterValue value) {
    if (value instanceof HyperparameterValue.Numeric number) {
      return one.scale() == Hyperparameter.Scale.LOG ? Math.log10(number.value()) : number.value();
    }
    return levels.indexOf(value.text());
  }

  private static double position(Hyperparameter one, double place) {
    return one.scale() == Hyperparameter.Scale.LOG
        ? Math.log10(one.low()) + place * (Math.log10(one.high()) - Math.log10(one.low()))
        : one.low() + place * (one.high() - one.low());
  }

  private static double value(Hyperparameter one, double position) {
    return one.scale() == Hyperparameter.Scale.LOG ? Math.pow(10, position) : position;
  }

  private static String axis(Hyperparameter one, List<String> levels) {
    if (one.scale() == Hyperparameter.Scale.LOG) {
      return "log10 of " + one.name();
    }
    StringBuilder axis = new StringBuilder(one.name());
    for (int i = 0; i < levels.size(); i++) {
      axis.append(i == 0 ? ": " : ", ").append(i).append(" is ").append(levels.get(i));
    }
    return axis.toString();
  }
}
