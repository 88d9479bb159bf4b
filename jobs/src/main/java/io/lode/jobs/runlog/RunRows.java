package io.lode.jobs.runlog;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
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

  /** A run that has logged nothing yet. */
  public static RunRows none(GroupKey group, String run) {
    return new RunRows(group, run, new TreeMap<>());
  }

  /**
   * Adds a row. Of two values of one step the later one counts. A row whose learning rate is
   * negative or not finite is left out, as ingest rejects it.
   */
  public void add(LoggedRow row) {
    Double rate = row.values().get(LEARNING_RATE);
    if (rate == null || (rate >= 0 && !Double.isInfinite(rate))) {
      rows.computeIfAbsent(row.step(), step -> new TreeMap<>()).putAll(row.values());
    }
  }

  /**
   * The run as ingest would store it now: its rates completed by {@link LoggedRates}, and cut before
   * the point where it diverged.
   *
   * @param settings say which loss has diverged
   * @return empty where it has logged nothing, or its learning rate not throughout
   */
  public Optional<Run> soFar(RunDescription description, IngestSettings settings) {
    int length = rows.size();
    double[] step = rows.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] logged = new double[length];
    Double[] trainLoss = new Double[length];
    Double[] objective = new Double[length];
    int i = 0;
    for (TreeMap<String, Double> values : rows.values()) {
      logged[i] = values.getOrDefault(LEARNING_RATE, Double.NaN);
      trainLoss[i] = values.get(TRAIN_LOSS);
      objective[i] = values.get(description.objective().metric());
      i++;
    }
    return length == 0
        ? Optional.empty()
        : LoggedRates.completed(step, logged)
            .map(
                rates ->
                    new LoggedRun(
                        "",
                        run,
                        null,
                        Map.of(),
                        description.totalSteps(),
                        description.running(),
                        step,
                        rates,
                        trainLoss,
                        objective))
            .map(
                log ->
                    new TrajectoryBuilder(description.objective(), settings)
                        .run(log, description.totalSteps()));
  }
}
