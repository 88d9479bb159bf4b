package io.lode.model.modal;

import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a modal fit sees of one run: its path and the transformed objective along it.
 *
 * @param path intervals of constant rate up to the last observation
 * @param values transformed objective at each wanted step, finite, (time)
 * @param trust factor of each residual, at most 1: how much less a value counts, (time)
 */
record ModalObservations(ModalPath path, double[] values, double[] trust) {

  /**
   * The observations of a run, empty where it logged no finite objective.
   *
   * @param config how many observations are kept, and how much early ones count
   */
  static Optional<ModalObservations> of(
      Run run, MetricTransform transform, double totalSteps, ModalWeightConfig config) {
    int most = config.runPoints();
    Trajectory trajectory = run.trajectory();
    int count = 0;
    double last = 0;
    for (int i = 0; i < trajectory.length(); i++) {
      if (observed(trajectory, i, transform)) {
        count++;
        last = trajectory.step()[i];
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    boolean dense = count > most;
    int bins = dense ? most : count;
    double[] steps = new double[bins];
    double[] values = new double[bins];
    int[] members = new int[bins];
    int next = 0;
    for (int i = 0; i < trajectory.length(); i++) {
      if (!observed(trajectory, i, transform)) {
        continue;
      }
      double step = trajectory.step()[i];
      int bin = dense ? (int) Math.min(bins - 1, Math.floor(bins * step / last)) : next;
      next++;
      steps[bin] += step;
      values[bin] += transform.apply(trajectory.objective()[i]);
      members[bin]++;
    }
    int filled = 0;
    for (int bin = 0; bin < bins; bin++) {
      if (members[bin] > 0) {
        steps[filled] = steps[bin] / members[bin];
        values[filled] = values[bin] / members[bin];
        filled++;
      }
    }
    Schedule schedule = trajectory.schedule();
    ModalPath path =
        ModalPath.of(schedule, Arrays.copyOf(steps, filled), totalSteps / Outcomes.INTERVALS);
    return Optional.of(
        new ModalObservations(
            path,
            Arrays.copyOf(values, filled),
            trust(Arrays.copyOf(steps, filled), config.settling() * totalSteps)));
  }

  /** {@code 1 / sqrt(1 + (settling / step)^2)}, (time). */
  static double[] trust(double[] steps, double settlingSteps) {
    return Arrays.stream(steps)
        .map(step -> 1 / Math.sqrt(1 + settlingSteps / step * (settlingSteps / step)))
        .toArray();
  }

  private static boolean observed(Trajectory trajectory, int index, MetricTransform transform) {
    return trajectory.step()[index] > 0
        && Double.isFinite(transform.apply(trajectory.objective()[index]));
  }

  double smallest() {
    double smallest = Double.POSITIVE_INFINITY;
    for (double value : values) {
      smallest = Math.min(smallest, value);
    }
    return smallest;
  }
}
