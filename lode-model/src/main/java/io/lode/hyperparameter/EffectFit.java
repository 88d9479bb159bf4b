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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fit of what hyperparameters do, beside a forecaster of what schedules lead to. */
final class EffectFit {

  /** Intervals of the horizon at which a schedule is seen, denser at the start and the end. */
  private static final int[] KNOTS = {0, 3, 8, 16, 26, 37, 46, 53, 59};

  /** Runs worse than the best by more than this, in log, say little of good ones. */
  private static final double FAR = 1;

  /**
   * Different runs for each hyperparameter that varies; a count. With fewer any effect would fit.
   */
  private static final int RUNS_EACH = 2;

  /** Rates nearer than about this are the same, in log rate. */
  private static final double SAME_RATE = 0.05;

  /** How much of an effect may come between two parts of training: a standard deviation. */
  private static final double GROWTH = 0.3;

  private final SweepOutcomes outcomes;
  private final HyperparameterConfig config;
  private final Conversion conversion;
  private final VaryingHyperparameters looked;
  private final List<EvaluatedRun> runs;

  /**
   * Prepares a fit.
   *
   * @param conversion how steps and rates convert, by the rules which kinds of effects there are
   */
  EffectFit(
      Sweep sweep, HyperparameterRoles roles, HyperparameterConfig config, Conversion conversion) {
    this.config = config;
    this.conversion = conversion;
    outcomes = atBest(sweep, conversion);
    looked = VaryingHyperparameters.of(outcomes.runs(), roles, config, conversion.size());
    runs = looked.varying().isEmpty() ? List.of() : compared();
  }

  /** The runs in the steps and rates of the best one, judged at the same part of training. */
  private static SweepOutcomes atBest(Sweep sweep, Conversion conversion) {
    if (!conversion.active() || sweep.runs().isEmpty()) {
      return SweepOutcomes.of(sweep, sweep.totalSteps());
    }
    Sweep alike = conversion.sweep(sweep, sweep.runs().get(0).hyperparameters());
    SweepOutcomes judged = SweepOutcomes.of(alike, alike.totalSteps());
    Sweep atBest =
        judged
            .best()
            .map(best -> conversion.sweep(sweep, best.run().hyperparameters()))
            .orElse(alike);
    return SweepOutcomes.of(atBest, atBest.totalSteps());
  }

  /** The runs in the steps and rates of the best one; their objectives stay. */
  Sweep sweep() {
    return outcomes.sweep();
  }

  VaryingHyperparameters looked() {
    return looked;
  }

  /** What is said where there is nothing to fit; empty where there is. */
  Optional<Effects> blocked() {
    if (looked.varying().isEmpty()) {
      return Optional.of(new Effects(conversion, looked, List.of(), Map.of(), null));
    }
    int needed = Math.max(config.fewestVariedRuns(), RUNS_EACH * looked.varying().size());
    long different = different();
    if (different >= needed) {
      return Optional.empty();
    }
    return Optional.of(
        new Effects(
            conversion,
            looked,
            looked.varying().stream()
                .map(one -> new Effects.Effect(one, false, Double.NaN))
                .toList(),
            Effects.ofBestRun(outcomes, looked, conversion),
            different
                + " different runs learned and went to the end, fewer than the "
                + needed
                + " that tell the rate from "
                + String.join(", ", looked.names())
                + "; repeats under other seeds count once"));
  }

  /** Runs that differ in their settings or their schedule: repeats tell nothing more of effects. */
  private long different() {
    List<EvaluatedRun> found = new ArrayList<>();
    for (EvaluatedRun run : runs) {
      if (found.stream().noneMatch(other -> repeats(run, other))) {
        found.add(run);
      }
    }
    return found.size();
  }

  /** Whether runs had the same settings, and the same rates as long as both were logged. */
  private boolean repeats(EvaluatedRun run, EvaluatedRun other) {
    double logged =
        Math.min(run.run().trajectory().lastStep(), other.run().trajectory().lastStep());
    double last = logged / outcomes.horizonStep() * Outcomes.INTERVALS;
    for (int knot : KNOTS) {
      double apart = run.logLearningRate()[knot] - other.logLearningRate()[knot];
      if (knot + 1 <= last && Math.abs(apart) > SAME_RATE) {
        return false;
      }
    }
    return Arrays.equals(values(run.run()), values(other.run()));
  }

  /** The runs that are compared: where there are very many, evenly over their outcomes. */
  private List<EvaluatedRun> compared() {
    Set<Run> teaching = new HashSet<>(SweepLearning.teaching(outcomes.sweep()).runs());
    List<EvaluatedRun> learned =
        outcomes.finished().stream().filter(run -> teaching.contains(run.run())).toList();
    int near = 0;
    while (near < learned.size() && learned.get(near).outcome() < learned.get(0).outcome() + FAR) {
      near++;
    }
    int count = Math.min(learned.size(), Math.max(near, config.fewestVariedRuns()));
    List<EvaluatedRun> some = new ArrayList<>();
    int most = Math.min(count, config.mostVariedRuns());
    for (int i = 0; i < most; i++) {
      some.add(learned.get((int) ((long) i * count / most)));
    }
    return some;
  }

  /** The effects on what a forecaster gets wrong about the outcomes. */
  Effects beside(OutcomeForecaster base) {
    Outcomes predicted =
        base.outcomes(runs.stream().map(EvaluatedRun::schedule).toList(), outcomes.horizonStep());
    double[] residuals = new double[runs.size()];
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] = runs.get(i).outcome() - predicted.mean(i);
    }
    HyperparameterValue[][] values =
        runs.stream().map(run -> values(run.run())).toArray(HyperparameterValue[][]::new);
    AdditiveProcess process =
        new AdditiveProcess(
            new AdditiveKernel(
                runs.stream().map(run -> knots(run.logLearningRate())).toArray(double[][]::new),
                looked.varying(),
                values),
            residuals,
            config.smallestEvidence(),
            allowed());
    return new Effects(
        conversion,
        looked,
        effects(process, values),
        Optional.of(process),
        shown(process, values),
        Effects.ofBestRun(outcomes, looked, conversion),
        null);
  }

  private boolean[] allowed() {
    boolean[] allowed = new boolean[looked.varying().size()];
    for (int j = 0; j < allowed.length; j++) {
      allowed[j] = !conversion.rules().dropped().contains(looked.varying().get(j).name());
    }
    return allowed;
  }

  private static double[] knots(double[] logLearningRate) {
    return Arrays.stream(KNOTS).mapToDouble(knot -> logLearningRate[knot]).toArray();
  }

  private HyperparameterValue[] values(Run run) {
    return looked.varying().stream()
        .map(one -> VaryingHyperparameters.value(run, one.name()))
        .toArray(HyperparameterValue[]::new);
  }

  private List<Effects.Effect> effects(AdditiveProcess process, HyperparameterValue[][] values) {
    double spread = variance(process.besideRate());
    List<Effects.Effect> effects = new ArrayList<>();
    for (int j = 0; j < looked.varying().size(); j++) {
      double[] of = new double[values.length];
      for (int i = 0; i < of.length; i++) {
        of[i] = process.effect(j, values[i][j]);
      }
      effects.add(
          new Effects.Effect(
              looked.varying().get(j),
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
  private ShownEffects shown(AdditiveProcess process, HyperparameterValue[][] values) {
    MetricTransform transform = outcomes.sweep().objective().transform();
    double[] effects = Arrays.stream(values).mapToDouble(process::effect).toArray();
    double[] shown = new double[ShownEffects.PARTS.length];
    double later = 1;
    for (int m = 0; m < shown.length; m++) {
      double step = ShownEffects.PARTS[m] * outcomes.horizonStep();
      double[] then = runs.stream().mapToDouble(run -> run.outcomeAt(step, transform)).toArray();
      later = process.factor(then, effects, later, GROWTH);
      shown[m] = later;
    }
    return new ShownEffects(outcomes.horizonStep(), shown);
  }
}
