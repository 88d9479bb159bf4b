package io.lode.model.process;

import io.lode.forecast.Forecaster;
import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a forecaster gets wrong along the curves of a sweep's runs.
 *
 * @param referenceSteps optimiser steps of a full length of training
 * @param smallestLearningRate stands in for smaller rates, positive
 * @param points where it was observed, (point)
 * @param run number of the run that each point is from, (point)
 * @param residual observed less predicted transformed objective, (point)
 */
public record CurveData(
    double referenceSteps,
    double smallestLearningRate,
    CurvePoint[] points,
    int[] run,
    double[] residual) {

  /** Fewest runs. Below, what a run gets wrong says nothing of another run. */
  private static final int FEWEST_RUNS = 4;

  /** Largest size of a residual, in log loss: far ones say no more than that the model is wrong. */
  private static final double LARGEST = 1.5;

  /**
   * The residuals of the runs that learned and did not diverge; empty where they are too few.
   *
   * @param base whose residuals are taken
   */
  public static Optional<CurveData> of(Sweep sweep, Forecaster base, CurveConfig config) {
    List<Run> runs =
        SweepLearning.teaching(sweep).runs().stream()
            .filter(run -> !run.diverged())
            .filter(run -> run.trajectory().observes(sweep.objective().transform()))
            .toList();
    if (runs.size() < FEWEST_RUNS) {
      return Optional.empty();
    }
    double total = sweep.totalSteps();
    double smallest = SweepOutcomes.of(sweep, total).bounds().minimum();
    int each = Math.max(2, Math.min(config.runPoints(), config.mostPoints() / runs.size()));
    // With very many runs every few-th is enough: neighbours say the same.
    int apart = Math.max(1, (2 * runs.size() + config.mostPoints() - 1) / config.mostPoints());
    List<CurvePoint> points = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    List<Double> residual = new ArrayList<>();
    for (int r = 0; r < runs.size(); r += apart) {
      Binned binned = Binned.of(runs.get(r), sweep.objective().transform(), total, each);
      double[] predicted = base.forecast(runs.get(r).schedule(), binned.step()).mean();
      CurvePoint[] seen = CurvePoint.of(runs.get(r).schedule(), binned.step(), total, smallest);
      for (int t = 0; t < seen.length; t++) {
        points.add(seen[t]);
        from.add(r);
        residual.add(Math.max(-LARGEST, Math.min(LARGEST, binned.value()[t] - predicted[t])));
      }
    }
    return Optional.of(
        new CurveData(
            total,
            smallest,
            points.toArray(CurvePoint[]::new),
            from.stream().mapToInt(Integer::intValue).toArray(),
            residual.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** Number of points. */
  public int count() {
    return residual.length;
  }

  /** At most so many of the points, evenly from all of them. */
  CurveData thinned(int most) {
    if (count() <= most) {
      return this;
    }
    int[] kept = IntStream.range(0, most).map(i -> (int) ((long) i * count() / most)).toArray();
    return new CurveData(
        referenceSteps,
        smallestLearningRate,
        Arrays.stream(kept).mapToObj(i -> points[i]).toArray(CurvePoint[]::new),
        Arrays.stream(kept).map(i -> run[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> residual[i]).toArray());
  }

  /** Means of a run's observations over stretches of steps that grow with the step. */
  private record Binned(double[] step, double[] value) {

    static Binned of(Run run, MetricTransform transform, double total, int count) {
      Trajectory trajectory = run.trajectory();
      double[] step = new double[count];
      double[] value = new double[count];
      int[] members = new int[count];
      for (int i = 0; i < trajectory.length(); i++) {
        double one = transform.apply(trajectory.objective()[i]);
        if (trajectory.step()[i] > 0 && Double.isFinite(one)) {
          double part = Math.min(1, trajectory.step()[i] / total);
          int bin = Math.min(count - 1, (int) (count * Math.sqrt(part)));
          step[bin] += trajectory.step()[i];
          value[bin] += one;
          members[bin]++;
        }
      }
      int[] filled = IntStream.range(0, count).filter(bin -> members[bin] > 0).toArray();
      return new Binned(
          Arrays.stream(filled).mapToDouble(bin -> step[bin] / members[bin]).toArray(),
          Arrays.stream(filled).mapToDouble(bin -> value[bin] / members[bin]).toArray());
    }
  }
}
