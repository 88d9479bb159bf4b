package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.rows.RunKey;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Trajectory;
import java.io.Serializable;
import java.util.Arrays;

/**
 * How far one run came by when, in few numbers: what is needed to compare the runs of a group.
 *
 * @param key names the run
 * @param ended whether the run ended with finite values, so that it can be judged
 * @param step the last step of each part of the run, increasing
 * @param best the smallest transformed objective of each part
 */
public record RunCurve(RunKey key, boolean ended, double[] step, double[] best)
    implements Serializable {

  /** Parts that a run is cut into. Count. */
  private static final int PARTS = 64;

  /** The curve of a run. */
  public static RunCurve of(RunKey key, Run run, MetricTransform transform) {
    Trajectory trajectory = run.trajectory();
    double[] step = new double[trajectory.length()];
    double[] value = new double[trajectory.length()];
    int count = 0;
    for (int i = 0; i < trajectory.length(); i++) {
      double transformed = transform.apply(trajectory.objective()[i]);
      if (Double.isFinite(transformed)) {
        step[count] = trajectory.step()[i];
        value[count++] = transformed;
      }
    }
    int parts = Math.min(PARTS, count);
    double[] ends = new double[parts];
    double[] best = new double[parts];
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) part * count / parts);
      int to = (int) ((part + 1L) * count / parts);
      ends[part] = step[to - 1];
      best[part] = Arrays.stream(value, from, to).min().orElseThrow();
    }
    boolean ended = !run.diverged() && run.status() != RunStatus.RUNNING;
    return new RunCurve(key, ended, ends, best);
  }

  /** How many parts there are; 0 where no objective was logged. */
  int length() {
    return step.length;
  }

  /** The last step with an objective. */
  double lastStep() {
    return step[step.length - 1];
  }

  /** The best value up to a step, or the first one where it comes later. */
  double bestUntil(double end) {
    double found = best[0];
    for (int i = 1; i < step.length && step[i] <= end; i++) {
      found = Math.min(found, best[i]);
    }
    return found;
  }

  /** The best value after one step and up to another; infinite where there is none. */
  double bestBetween(double start, double end) {
    double found = Double.POSITIVE_INFINITY;
    for (int i = 0; i < step.length && step[i] <= end; i++) {
      found = step[i] > start ? Math.min(found, best[i]) : found;
    }
    return found;
  }
}
