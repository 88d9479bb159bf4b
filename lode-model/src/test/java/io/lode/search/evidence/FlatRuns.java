package io.lode.search.evidence;

import io.lode.forecast.SweepOutcomes;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Sweeps of runs at constant rates, as small as tests of bounds need them. */
public final class FlatRuns {

  /** Steps of a run that finished, which is the horizon. */
  public static final int STEPS = 60;

  private final List<Run> runs = new ArrayList<>();

  /** Adds a run that finished at a constant rate. */
  public FlatRuns survived(double learningRate) {
    return survived(learningRate, 1.0 / STEPS);
  }

  /** Adds a run that finished at a constant rate, and its loss at the end. */
  public FlatRuns survived(double learningRate, double last) {
    return add(learningRate, last, STEPS, RunStatus.COMPLETED);
  }

  /** Adds a run that finished at a rate that falls to nothing over the last fifth. */
  public FlatRuns cooled(double learningRate, double last) {
    return cooled(learningRate, last, 0.2);
  }

  /** Adds a run that finished at a rate that falls to nothing over the last part. */
  public FlatRuns cooled(double learningRate, double last, double part) {
    double[] rate = new double[STEPS];
    for (int i = 0; i < STEPS; i++) {
      rate[i] = learningRate * Math.min(1, Math.max(1e-3, (STEPS - i - 0.5) / (part * STEPS)));
    }
    return add(rate, last, STEPS, RunStatus.COMPLETED, Map.of());
  }

  /** Adds a run that finished at a constant rate, and its settings. */
  public FlatRuns survived(double learningRate, double last, Map<String, String> settings) {
    double[] rate = new double[STEPS];
    Arrays.fill(rate, learningRate);
    return add(rate, last, STEPS, RunStatus.COMPLETED, settings);
  }

  /** Adds a run at a constant rate whose loss falls for a quarter of the steps, then doubles. */
  public FlatRuns rising(double learningRate, double last) {
    double[] rate = new double[STEPS];
    double[] losses = new double[STEPS];
    Arrays.fill(rate, learningRate);
    for (int i = 0; i < STEPS; i++) {
      double turned = 4.0 * (i + 1) / STEPS;
      losses[i] = last * (turned < 1 ? 0.5 / turned : 0.5 + (turned - 1) / 6);
    }
    return add(rate, losses, RunStatus.COMPLETED, Map.of());
  }

  /** Adds a run whose loss never moves. */
  public FlatRuns still(double learningRate, double loss) {
    double[] rate = new double[STEPS];
    double[] losses = new double[STEPS];
    Arrays.fill(rate, learningRate);
    Arrays.fill(losses, loss);
    return add(rate, losses, RunStatus.COMPLETED, Map.of());
  }

  /** Adds a run that diverged half way at a constant rate. */
  public FlatRuns diverged(double learningRate) {
    return add(learningRate, 1.0 / STEPS, STEPS / 2, RunStatus.DIVERGED);
  }

  /** The runs so far, at the horizon. */
  public SweepOutcomes outcomes() {
    Sweep sweep =
        new Sweep(new GroupKey("m", "d", "o"), Objective.minimize("validation_loss"), runs);
    return SweepOutcomes.of(sweep, STEPS);
  }

  private FlatRuns add(double learningRate, double last, int length, RunStatus status) {
    double[] rate = new double[length];
    Arrays.fill(rate, learningRate);
    return add(rate, last, length, status, Map.of());
  }

  private FlatRuns add(
      double[] rate, double last, int length, RunStatus status, Map<String, String> settings) {
    double[] loss = new double[length];
    for (int i = 0; i < length; i++) {
      loss[i] = last * STEPS / (i + 1);
    }
    return add(rate, loss, status, settings);
  }

  private FlatRuns add(
      double[] rate, double[] loss, RunStatus status, Map<String, String> settings) {
    double[] step = new double[rate.length];
    for (int i = 0; i < step.length; i++) {
      step[i] = i + 1;
    }
    Trajectory trajectory = new Trajectory(step, rate, loss, loss);
    String name = "run-" + runs.size();
    runs.add(new Run("sweep", name, null, settings, status, STEPS, trajectory));
    return this;
  }
}
