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
    double[] step = new double[length];
    double[] rate = new double[length];
    double[] loss = new double[length];
    for (int i = 0; i < length; i++) {
      step[i] = i + 1;
      loss[i] = last * STEPS / (i + 1);
    }
    Arrays.fill(rate, learningRate);
    Trajectory trajectory = new Trajectory(step, rate, loss, loss);
    String name = "run-" + runs.size();
    runs.add(new Run("sweep", name, null, Map.of(), status, STEPS, trajectory));
    return this;
  }
}
