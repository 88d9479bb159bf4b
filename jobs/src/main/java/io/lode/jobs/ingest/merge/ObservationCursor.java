package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.trajectory.Direction;
import io.lode.trajectory.Objective;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.StructLike;

/** One row of a run after another as rows of the table of observations. */
public final class ObservationCursor implements StructLike {

  private static final int STEP = 8;
  private static final int FIRST_FIELD = 9;
  private static final int METRICS = FIRST_FIELD + RunBlock.METRICS;
  private static final int FILE = METRICS + 6;

  private final Objective objective;
  private final Object[] constants = new Object[FILE + 1];
  private final Map<String, Double> metrics = new LinkedHashMap<>();
  private MergedRun run;
  private int row;

  /** A cursor over runs that are judged by an objective. */
  public ObservationCursor(Objective objective) {
    this.objective = objective;
  }

  /** Moves to a run. */
  public void moveTo(MergedRun next) {
    run = next;
    RunHeader header = next.header();
    Object[] values = {
      header.group().path(),
      header.sweep(),
      header.run(),
      header.group().model(),
      header.group().dataset(),
      header.group().optimizer(),
      header.seed(),
      header.hyperparameters(),
    };
    System.arraycopy(values, 0, constants, 0, values.length);
    constants[METRICS + 1] = header.plannedSteps();
    constants[METRICS + 2] = header.running();
    constants[METRICS + 3] = objective.metric();
    constants[METRICS + 4] = objective.direction().label();
    constants[METRICS + 5] =
        objective.direction() == Direction.MINIMIZE ? null : (Object) objective.ceiling();
  }

  /** Moves to a row of the run. */
  public void moveTo(int index) {
    row = index;
    metrics.clear();
    run.forEachMetric(index, metrics::put);
  }

  @Override
  public int size() {
    return constants.length;
  }

  @Override
  public <T> T get(int position, Class<T> type) {
    Object value;
    if (position == STEP) {
      value = run.step(row);
    } else if (position >= FIRST_FIELD && position < METRICS) {
      value = run.valueOrNull(position - FIRST_FIELD, row);
    } else if (position == METRICS) {
      value = metrics;
    } else if (position == FILE) {
      value = run.file(row);
    } else {
      value = constants[position];
    }
    return type.cast(value);
  }

  @Override
  public <T> void set(int position, T value) {
    throw new UnsupportedOperationException();
  }
}
