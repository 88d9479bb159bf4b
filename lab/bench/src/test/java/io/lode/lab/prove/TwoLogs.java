package io.lode.lab.prove;

import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.util.Map;

/** The smallest runs that tests of reports need. */
final class TwoLogs {

  private TwoLogs() {}

  /** A run of 100 steps that logged at 50 and 100. */
  static Run run(double[] learningRate, double[] objective) {
    return new Run(
        "s",
        "r",
        null,
        Map.of(),
        RunStatus.COMPLETED,
        100,
        new Trajectory(
            new double[] {50, 100},
            learningRate,
            new double[] {Double.NaN, Double.NaN},
            objective));
  }
}
