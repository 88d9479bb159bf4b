package io.lode.lab.world;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.forecast.Horizon;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.util.List;

/** Schedule artifacts that nobody searched for, to be published where only publishing counts. */
public final class SampleSchedule {

  private static final double STEPS = 1000;

  private SampleSchedule() {}

  /**
   * An artifact.
   *
   * @param reason tells one from the other
   * @param created as an ISO 8601 instant
   */
  public static ScheduleArtifact of(
      GroupKey group, Horizon horizon, String reason, String created) {
    double[] steps = {0, STEPS};
    return new ScheduleArtifact(
        0,
        group,
        null,
        horizon.fraction(),
        STEPS,
        Objective.minimize("loss"),
        new PiecewiseLogLinear(steps, new double[] {1e-2, 1e-4}),
        "kept",
        reason,
        "proven",
        "none: it is a sample",
        new ScheduleArtifact.Predicted(steps, new double[] {2, 1}, new double[] {0.1, 0.1}),
        new ScheduleArtifact.Outcome(1, 0.1),
        new ScheduleArtifact.BestRun("sample", 1),
        List.of(),
        new ScheduleBounds(1e-4, 1e-2),
        new Provenance("none", "none", CodeVersion.current(), 0, created));
  }
}
