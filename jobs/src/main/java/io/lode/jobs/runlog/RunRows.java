package io.lode.jobs.runlog;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Trajectory;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * All rows that one run in flight has logged: the state of the stream, which Spark makes and so has
 * to be public.
 *
 * @param group that the run belongs to
 * @param run its name
 * @param rows numbers by name, by step
 */
public record RunRows(GroupKey group, String run, TreeMap<Double, TreeMap<String, Double>> rows)
    implements Serializable {

  private static final String LEARNING_RATE = "learning_rate";
  private static final String TRAIN_LOSS = "train_loss";

  public static RunRows none(GroupKey group, String run) {
    return new RunRows(group, run, new TreeMap<>());
  }

  /** Adds a row; a step that was logged before keeps its first values and takes the new ones. */
  public void add(LoggedRow row) {
    TreeMap<String, Double> known = rows.computeIfAbsent(row.step(), step -> new TreeMap<>());
    row.values().forEach(known::putIfAbsent);
  }

  /** The trajectory by a metric; rows without a usable learning rate are left out. */
  public Trajectory trajectory(String metric) {
    TreeMap<Double, TreeMap<String, Double>> usable = new TreeMap<>();
    rows.forEach(
        (step, values) -> {
          double rate = values.getOrDefault(LEARNING_RATE, Double.NaN);
          if (rate >= 0 && !Double.isInfinite(rate)) {
            usable.put(step, values);
          }
        });
    double[] step = new double[usable.size()];
    double[] rate = new double[step.length];
    double[] train = new double[step.length];
    double[] objective = new double[step.length];
    int i = 0;
    for (Map.Entry<Double, TreeMap<String, Double>> row : usable.entrySet()) {
      step[i] = row.getKey();
      rate[i] = row.getValue().get(LEARNING_RATE);
      train[i] = row.getValue().getOrDefault(TRAIN_LOSS, Double.NaN);
      objective[i] = row.getValue().getOrDefault(metric, Double.NaN);
      i++;
    }
    return new Trajectory(step, rate, train, objective);
  }

  /** Whether a loss that was logged is not finite: the run has diverged. */
  public boolean hasInfiniteLoss(String metric) {
    return rows.values().stream()
        .anyMatch(
            values ->
                !Double.isFinite(values.getOrDefault(TRAIN_LOSS, 0.0))
                    || !Double.isFinite(values.getOrDefault(metric, 0.0)));
  }
}
