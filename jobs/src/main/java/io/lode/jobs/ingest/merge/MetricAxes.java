package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.rows.Fields;
import io.lode.trajectory.Objective;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells metrics of one run whose steps seem to count different things, as batches and epochs do.
 */
public final class MetricAxes {

  /** Fewest values of a metric whose end tells anything. Count. */
  private static final int FEWEST = 2;

  private MetricAxes() {}

  /**
   * The declared metric that ends far before the run does.
   *
   * @param part of the run's last step, before which an end is far
   * @return which it is and where it ends, in words; empty where none does
   */
  public static Optional<String> apart(MergedRun run, Objective objective, double part) {
    double end = run.step(run.length() - 1);
    return IntStream.concat(
            IntStream.range(0, Fields.NAMES.size()).filter(Fields::isOutcome),
            IntStream.of(run.field(objective)))
        .distinct()
        .filter(field -> run.count(field) >= FEWEST)
        .filter(field -> run.step(run.lastRow(field)) < part * end)
        .mapToObj(
            field ->
                String.format(
                    Locale.ROOT,
                    "%s ends at step %s of %s",
                    field < Fields.NAMES.size() ? Fields.NAMES.get(field) : objective.metric(),
                    shown(run.step(run.lastRow(field))),
                    shown(end)))
        .findFirst();
  }

  private static String shown(double step) {
    return step == Math.rint(step) && step < 1e15
        ? String.valueOf((long) step)
        : String.valueOf(step);
  }
}
