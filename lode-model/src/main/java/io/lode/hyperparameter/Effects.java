package io.lode.hyperparameter;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.OutcomeForecaster;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What hyperparameters do to the outcome of runs, with the effect of the schedule taken off.
 *
 * <p>Outcomes are transformed objectives at the end of training; smaller is better.
 */
public final class Effects {

  /** Points of the horizon at which a schedule is seen, denser at the start and the end. */
  private static final int[] KNOTS = {0, 3, 8, 16, 26, 37, 46, 53, 59};

  /** Runs worse than the best by more than this, in log, say little of good ones. */
  private static final double FAR = 1;

  /** Parts of training at which it is asked how much of an effect shows, the last one first. */
  private static final double[] PARTS = {0.85, 0.7, 0.55, 0.4, 0.3, 0.2, 0.13, 0.08, 0.04, 0.02};

  /** How much of an effect may come between two of those parts: a standard deviation. */
  private static final double GROWTH = 0.3;

  private final VaryingHyperparameters looked;
  private final List<Effect> found;
  private final AdditiveProcess process;
  private final double[] shown;
  private final double totalSteps;
  private final String tooFew;

  private Effects(
      VaryingHyperparameters looked,
      List<Effect> found,
      AdditiveProcess process,
      double[] shown,
      double totalSteps,
      String tooFew) {
    this.looked = looked;
    this.found = List.copyOf(found);
    this.process = process;
    this.shown = shown;
    this.totalSteps = totalSteps;
    this.tooFew = tooFew;
  }

  /**
   * What one hyperparameter does.
   *
   * @param hyperparameter which
   * @param used whether it explains enough to be taken off
   * @param explained part of the spread of outcomes that it explains beside the rate
   */
  public record Effect(Hyperparameter hyperparameter, boolean used, double explained) {}

  /**
   * Estimates the effects from the runs of a sweep that went to the end and learned.
   *
   * @throws IllegalArgumentException if no run logged a positive learning rate
   */
  public static Effects of(
      Sweep sweep,
      HyperparameterRoles roles,
      HyperparameterConfig config,
      Function<Sweep, ? extends OutcomeForecaster> base) {
    Effects effects = of(sweep, roles, config, Optional.of(base.apply(sweep)));
    for (int round = 0; round < ROUNDS && effects.any(); round++) {
      Sweep settled = SettledSweep.of(sweep, effects, effects.settings(sweep.runs().get(0))).sweep();
      effects = of(sweep, roles, config, Optional.of(base.apply(settled)));
    }
    return effects;
  }

  private static final int ROUNDS = Integer.getInteger("rounds", 1);

  static Effects of(Sweep sweep, HyperparameterRoles roles, HyperparameterConfig config, Optional<OutcomeForecaster> base) {
    double total = sweep.totalSteps();
    SweepOutcomes outcomes = SweepOutcomes.of(sweep, total);
    VaryingHyperparameters looked =
        VaryingHyperparameters.of(outcomes.runs(), roles, config);
    List<EvaluatedRun> runs = compared(outcomes, config);
    List<Hyperparameter> varying = looked.varying();
    if (varying.isEmpty() || runs.size() < config.fewestVariedRuns()) {
      List<Effect> none = varying.stream().map(one -> new Effect(one, false, Double.NaN)).toList();
      String tooFew =
          varying.isEmpty()
              ? null
              : runs.size()
                  + " runs that learned went to the end, fewer than the "
                  + config.fewestVariedRuns()
                  + " that tell "
                  + String.join(", ", looked.names())
                  + " from the rate";
      return new Effects(looked, none, null, new double[PARTS.length], total, tooFew);
    }
    double[] outputs = runs.stream().mapToDouble(EvaluatedRun::outcome).toArray();
    if (base.isPresent()) {
      Outcomes predicted = base.get().outcomes(runs.stream().map(EvaluatedRun::schedule).toList(), total);
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] -= predicted.mean(i);
      }
    }
    HyperparameterValue[][] values =
        runs.stream().map(run -> values(run.run(), varying)).toArray(HyperparameterValue[][]::new);
    AdditiveProcess process =
        new AdditiveProcess(
            runs.stream().map(run -> knots(run.logLearningRate())).toArray(double[][]::new),
            varying,
            values,
            outputs,
            config.smallestEvidence());
    return new Effects(
        looked,
        effects(process, varying, values),
        process,
        shown(process, runs, values, total, sweep.objective().transform()),
        total,
        null);
  }

  /** The runs that are compared: where there are very many, evenly over their outcomes. */
  private static List<EvaluatedRun> compared(SweepOutcomes outcomes, HyperparameterConfig config) {
    Set<Run> teaching = new HashSet<>(SweepLearning.teaching(outcomes.sweep()).runs());
    List<EvaluatedRun> learned =
        outcomes.finished().stream().filter(run -> teaching.contains(run.run())).toList();
    int near = 0;
    while (near < learned.size() && learned.get(near).outcome() < learned.get(0).outcome() + FAR) {
      near++;
    }
    List<EvaluatedRun> runs =
        learned.subList(0, Math.min(learned.size(), Math.max(near, config.fewestVariedRuns())));
    if (runs.size() <= config.mostVariedRuns()) {
      return runs;
    }
    List<EvaluatedRun> some = new ArrayList<>();
    for (int i = 0; i < config.mostVariedRuns(); i++) {
      some.add(runs.get((int) ((long) i * runs.size() / config.mostVariedRuns())));
    }
    return some;
  }

  private static double[] knots(double[] logLearningRate) {
    return Arrays.stream(KNOTS).mapToDouble(knot -> logLearningRate[knot]).toArray();
  }

  private static HyperparameterValue[] values(Run run, List<Hyperparameter> varying) {
    return varying.stream()
        .map(one -> VaryingHyperparameters.value(run, one.name()))
        .toArray(HyperparameterValue[]::new);
  }

  private static List<Effect> effects(
      AdditiveProcess process, List<Hyperparameter> varying, HyperparameterValue[][] values) {
    double spread = variance(process.besideRate());
    List<Effect> effects = new ArrayList<>();
    for (int j = 0; j < varying.size(); j++) {
      double[] of = new double[values.length];
      for (int i = 0; i < of.length; i++) {
        of[i] = process.effect(j, values[i][j]);
      }
      effects.add(
          new Effect(
              varying.get(j),
              process.used(j),
              spread == 0 ? 0 : Math.min(1, variance(of) / spread)));
    }
    return effects;
  }

  private static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0);
  }

  /** How much of the effects shows after each part of training. */
  private static double[] shown(
      AdditiveProcess process,
      List<EvaluatedRun> runs,
      HyperparameterValue[][] values,
      double total,
      MetricTransform transform) {
    double[] effects = Arrays.stream(values).mapToDouble(process::effect).toArray();
    double[] shown = new double[PARTS.length];
    double later = 1;
    for (int m = 0; m < PARTS.length; m++) {
      double step = PARTS[m] * total;
      double[] then =
          runs.stream().mapToDouble(run -> run.outcomeAt(step, transform)).toArray();
      later = process.factor(then, effects, later, GROWTH);
      shown[m] = later;
    }
    return shown;
  }

  /** The part of the final effects that shows at a step, about 0 at the start and 1 at the end. */
  public double shownAt(double step) {
    double part = step / totalSteps;
    double laterPart = 1;
    double later = 1;
    for (int m = 0; m < PARTS.length; m++) {
      if (part >= PARTS[m]) {
        double weight = Math.min(1, (part - PARTS[m]) / (laterPart - PARTS[m]));
        return shown[m] + weight * (later - shown[m]);
      }
      laterPart = PARTS[m];
      later = shown[m];
    }
    return later * part / laterPart;
  }

  /** What was looked through: which hyperparameters vary, and which are left out. */
  public VaryingHyperparameters looked() {
    return looked;
  }

  /** What each hyperparameter that varies does, those that explain most first. */
  public List<Effect> found() {
    return found.stream()
        .sorted(Comparator.comparingDouble((Effect one) -> one.used() ? -one.explained() : 1))
        .toList();
  }

  /** Why no effect was estimated, in a sentence without a full stop; empty where it was. */
  public Optional<String> tooFew() {
    return Optional.ofNullable(tooFew);
  }

  /** Whether any hyperparameter has an effect that is taken off. */
  public boolean any() {
    return found.stream().anyMatch(Effect::used);
  }

  /** The names of those that have an effect. */
  public List<String> used() {
    return found.stream().filter(Effect::used).map(one -> one.hyperparameter().name()).toList();
  }

  /** The values of a run for all hyperparameters that vary, as logged, by name. */
  public Map<String, String> settings(Run run) {
    Map<String, String> settings = new TreeMap<>();
    for (Hyperparameter one : looked.varying()) {
      HyperparameterValue value = VaryingHyperparameters.value(run, one.name());
      if (!value.missing()) {
        settings.put(one.name(), value.text());
      }
    }
    return settings;
  }

  /**
   * How much worse the outcome is under some values than under others, and how sure that is.
   *
   * @param settings values by name; one that is not named is missing
   */
  public Change change(Map<String, String> from, Map<String, String> settings) {
    if (process == null) {
      return new Change(0, 0);
    }
    HyperparameterValue[] before = values(from);
    HyperparameterValue[] after = values(settings);
    return new Change(
        process.effect(after) - process.effect(before), process.deviation(after, before));
  }

  private HyperparameterValue[] values(Map<String, String> settings) {
    return looked.varying().stream()
        .map(one -> HyperparameterValue.of(settings.get(one.name())))
        .toArray(HyperparameterValue[]::new);
  }

  /**
   * A change of the transformed objective at the end of training.
   *
   * @param mean below 0 where it is better
   * @param standardDeviation of that
   */
  public record Change(double mean, double standardDeviation) {}

  /** Standard deviation of a run's outcome around its schedule and its settings; NaN if unknown. */
  public double noise() {
    return process == null ? Double.NaN : process.noise();
  }

  /** Root mean square error of outcomes predicted from the other runs; NaN if unknown. */
  public double leftOutError() {
    return process == null ? Double.NaN : process.leftOutError();
  }
}
