package io.lode.evaluation;

import io.lode.schedule.Schedule;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Small sweeps for tests. */
public final class Sweeps {

  public static final double TOTAL = 1000;

  private static final GroupKey GROUP = new GroupKey("toy", "made", "sgd");

  private Sweeps() {}

  public static Sweep losses(Run... runs) {
    return new Sweep(GROUP, Objective.minimize("validation_loss"), List.of(runs));
  }

  public static Sweep accuracies(Run... runs) {
    return new Sweep(GROUP, Objective.maximize("validation_accuracy", 1), List.of(runs));
  }

  /** A run that logs at equal distances from the first of them on. */
  public static Run run(
      String name, RunStatus status, Schedule schedule, double[] steps, double[] objective) {
    double[] unknown = new double[steps.length];
    Arrays.fill(unknown, Double.NaN);
    double[] rates = Arrays.stream(steps).map(schedule::learningRate).toArray();
    return new Run(
        "sweep",
        name,
        null,
        Map.of(),
        status,
        TOTAL,
        new Trajectory(steps, rates, unknown, objective));
  }

  /** A completed run whose objective is a function of the step. */
  public static Run run(String name, Schedule schedule, DoubleUnaryOperator objective) {
    double[] steps = steps(50);
    return run(
        name, RunStatus.COMPLETED, schedule, steps, Arrays.stream(steps).map(objective).toArray());
  }

  /** Equal distances up to the total. */
  public static double[] steps(int count) {
    double[] steps = new double[count];
    for (int i = 0; i < count; i++) {
      steps[i] = TOTAL * (i + 1) / count;
    }
    return steps;
  }
}
