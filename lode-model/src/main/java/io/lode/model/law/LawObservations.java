package io.lode.model.law;

import io.lode.schedule.LoggedSchedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the fit of a law sees of one run.
 *
 * @param changes the schedule up to each kept step
 * @param values transformed objective at each kept step, finite, (time)
 */
record LawObservations(RateChanges changes, double[] values) {

  /**
   * The observations of a run from the end of the head on, empty where there are none.
   *
   * @param most observations kept; denser logs are averaged over equally many rows
   */
  static Optional<LawObservations> of(
      LawUnits units, Run run, MetricTransform transform, int most) {
    Trajectory trajectory = run.trajectory();
    double[] steps = new double[trajectory.length()];
    double[] values = new double[trajectory.length()];
    int count = 0;
    for (int i = 0; i < trajectory.length(); i++) {
      double value = transform.apply(trajectory.objective()[i]);
      if (Double.isFinite(value) && trajectory.step()[i] >= units.headSteps()) {
        steps[count] = trajectory.step()[i];
        values[count] = value;
        count++;
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    int kept = Math.min(count, most);
    LoggedSchedule schedule = trajectory.schedule();
    return Optional.of(
        new LawObservations(
            RateChanges.of(units, schedule, averaged(steps, count, kept)),
            averaged(values, count, kept)));
  }

  private static double[] averaged(double[] values, int count, int kept) {
    double[] means = new double[kept];
    for (int i = 0; i < kept; i++) {
      int from = (int) ((long) i * count / kept);
      int to = (int) ((long) (i + 1) * count / kept);
      means[i] = Arrays.stream(values, from, to).average().orElseThrow();
    }
    return means;
  }
}
