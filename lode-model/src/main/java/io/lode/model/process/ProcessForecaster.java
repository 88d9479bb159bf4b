package io.lode.model.process;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.OutcomeForecaster;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.SweepLearning;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Outcomes by a Gaussian process over schedules, alone or on the residuals of another forecaster;
 * for one horizon.
 *
 * <p>A schedule is seen as its log rate at nine points of the horizon, denser at the start and the
 * end. Away from the runs the process returns to the forecaster underneath, and its standard
 * deviation grows.
 */
public final class ProcessForecaster implements OutcomeForecaster {

  /** Name of the process alone. */
  public static final String NAME = "process";

  private static final int[] KNOTS = {0, 3, 8, 16, 26, 37, 46, 53, 59};

  /** Outcomes worse than the best by more than this, in log, say no more than that. */
  private static final double CLIP = 1;

  /**
   * Fewest finished runs, as a count, that are fitted: below it, the best outcomes are used even
   * where they are clipped.
   */
  private static final int FEWEST_RUNS = 6;

  private final String name;
  private final OutcomeForecaster base;
  private final GaussianProcess process;
  private final double horizonStep;
  private final double smallestLearningRate;

  private ProcessForecaster(
      String name, OutcomeForecaster base, GaussianProcess process, SweepOutcomes sweep) {
    this(name, base, process, sweep.horizonStep(), sweep.bounds().minimum());
  }

  private ProcessForecaster(
      String name,
      OutcomeForecaster base,
      GaussianProcess process,
      double horizonStep,
      double smallestLearningRate) {
    this.name = name;
    this.base = base;
    this.process = process;
    this.horizonStep = horizonStep;
    this.smallestLearningRate = smallestLearningRate;
  }

  /**
   * The process alone, on all outcomes; bad ones and diverged runs count as equally bad.
   *
   * @throws IllegalArgumentException if no run reached the horizon
   */
  public static ProcessForecaster alone(SweepOutcomes sweep) {
    double best = best(sweep);
    List<EvaluatedRun> runs =
        sweep.runs().stream().filter(run -> run.finished() || run.diverged()).toList();
    double[] outputs = new double[runs.size()];
    for (int i = 0; i < outputs.length; i++) {
      double worse = runs.get(i).finished() ? runs.get(i).outcome() - best : CLIP;
      outputs[i] = best + CLIP * Math.tanh(worse / CLIP);
    }
    return new ProcessForecaster(
        NAME, null, GaussianProcess.of(inputs(runs), outputs, deviations(runs)), sweep);
  }

  /**
   * The process on what a forecaster gets wrong about the better runs that learned ({@link
   * SweepLearning}): forecasters are not fitted to the others.
   *
   * @throws IllegalArgumentException if no run reached the horizon
   */
  public static ProcessForecaster on(OutcomeForecaster base, SweepOutcomes sweep) {
    double best = best(sweep);
    Set<Run> teaching = new HashSet<>(SweepLearning.teaching(sweep.sweep()).runs());
    List<EvaluatedRun> learned =
        sweep.finished().stream().filter(run -> teaching.contains(run.run())).toList();
    List<EvaluatedRun> finished = learned.isEmpty() ? sweep.finished() : learned;
    List<EvaluatedRun> runs =
        sweep.runs().stream()
            .filter(run -> finished.contains(run) && run.outcome() < best + CLIP)
            .toList();
    if (runs.size() < FEWEST_RUNS) {
      runs =
          finished.stream()
              .sorted(Comparator.comparingDouble(EvaluatedRun::outcome))
              .limit(FEWEST_RUNS)
              .toList();
    }
    Outcomes predicted =
        base.outcomes(runs.stream().map(EvaluatedRun::schedule).toList(), sweep.horizonStep());
    double[] residuals = new double[runs.size()];
    for (int i = 0; i < residuals.length; i++) {
      residuals[i] = Math.min(runs.get(i).outcome(), best + CLIP) - predicted.mean(i);
    }
    return new ProcessForecaster(
        base.name() + "+" + NAME,
        base,
        GaussianProcess.of(inputs(runs), residuals, deviations(runs)),
        sweep);
  }

  /**
   * The same correction on another forecaster, such as the one that this corrects after it was told
   * what a run in flight has done.
   */
  public ProcessForecaster withBase(OutcomeForecaster other) {
    return new ProcessForecaster(
        other.name() + "+" + NAME, other, process, horizonStep, smallestLearningRate);
  }

  private static double best(SweepOutcomes sweep) {
    return sweep
        .best()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "group "
                        + sweep.sweep().group()
                        + " has no run that reached step "
                        + sweep.horizonStep()))
        .outcome();
  }

  private static double[][] inputs(List<EvaluatedRun> runs) {
    return runs.stream().map(run -> knots(run.logLearningRate())).toArray(double[][]::new);
  }

  private static double[] deviations(List<EvaluatedRun> runs) {
    return runs.stream().mapToDouble(EvaluatedRun::deviation).toArray();
  }

  private static double[] knots(double[] logLearningRate) {
    double[] knots = new double[KNOTS.length];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = logLearningRate[KNOTS[i]];
    }
    return knots;
  }

  @Override
  public String name() {
    return name;
  }

  /** Standard deviation of one run's outcome around the process: what repeats differ by. */
  public double noise() {
    return process.noise();
  }

  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double atStep) {
    if (atStep != horizonStep) {
      throw new IllegalArgumentException(
          "the process was fitted for step " + horizonStep + ", found " + atStep);
    }
    double[][] members =
        base == null ? new double[1][schedules.size()] : base.outcomes(schedules, atStep).members();
    double[] standardDeviation = new double[schedules.size()];
    for (int s = 0; s < schedules.size(); s++) {
      double[] input =
          knots(IntervalRates.log(schedules.get(s), horizonStep, smallestLearningRate));
      double mean = process.mean(input);
      for (double[] member : members) {
        member[s] += mean;
      }
      standardDeviation[s] = process.standardDeviation(input);
    }
    return new Outcomes(members, standardDeviation);
  }
}
