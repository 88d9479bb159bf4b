package io.lode.jobs.runlog;

import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.merge.LearningRates;
import io.lode.jobs.ingest.merge.LoggedRun;
import io.lode.jobs.ingest.merge.MergeRules;
import io.lode.jobs.ingest.merge.MergedRun;
import io.lode.jobs.ingest.merge.RunMerge;
import io.lode.jobs.ingest.merge.RunPieces;
import io.lode.jobs.ingest.merge.TrajectoryBuilder;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.IdentifiedRun;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All rows that one run has logged. Ingest's own rules make a run of them: the last value of a step
 * counts, learning rates are interpolated, and {@code ingest.divergence-factor} applies.
 *
 * <p>The record is the state of a stream. It is public because Spark creates it.
 *
 * @param group the group that the run belongs to
 * @param run the run's name
 * @param rows the usable rows, in any order; the list grows
 */
public record RunRows(GroupKey group, String run, ArrayList<LoggedRow> rows)
    implements Serializable {

  private static final String SWEEP = "default";

  /** A run that has logged nothing. */
  public static RunRows none(GroupKey group, String run) {
    return new RunRows(group, run, new ArrayList<>());
  }

  /** Adds a row; a row that ingest rejects is left out. */
  public void add(LoggedRow row) {
    if (row.usable()) {
      // The group is shared by all rows, so that the state of a stream holds it once.
      rows.add(new LoggedRow(group, run, row.place(), row.step(), row.values(), true));
    }
  }

  /** Whether no usable row was added. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The largest step of a usable row; NaN where there is none. */
  public double lastStep() {
    return rows.stream().mapToDouble(LoggedRow::step).max().orElse(Double.NaN);
  }

  /**
   * The run as ingest makes it from the same log.
   *
   * @param description what the run says of itself
   * @param settings ingest's rules on divergence and completion
   * @return the run; where it has diverged, its trajectory ends before that
   * @throws RowDefect if the log does not tell the learning rate at every step
   * @throws IllegalStateException if there is no usable row
   */
  public Run read(RunDescription description, IngestSettings settings) throws RowDefect {
    if (isEmpty()) {
      throw new IllegalStateException("run " + run + ": found no usable row, expected one");
    }
    RunPieces pieces =
        new RunPieces(
            List.of(block(description)), new MergeRules(false, description.objective(), false));
    MergedRun merged = new RunMerge(pieces, repeated -> {}).merge();
    if (merged.length() == 0) {
      throw new RowDefect(
          "nothing declared",
          "no row of run " + run + " has a learning rate, a loss or the objective; expected some");
    }
    double[] rates = LearningRates.asLogged().complete(merged, Map.of());
    LoggedRun logged = LoggedRun.of(merged, rates, description.objective());
    return new TrajectoryBuilder(description.objective(), settings)
        .run(logged, description.totalSteps());
  }

  private RunBlock block(RunDescription description) {
    RunHeader header =
        new RunHeader(
            group,
            SWEEP,
            run,
            null,
            new TreeMap<>(),
            description.totalSteps(),
            description.running());
    RunBlock.Builder block = new RunBlock.Builder(IdentifiedRun.of(header), "run " + run, 0, false);
    List<LoggedRow> ordered = rows.stream().sorted(Comparator.comparing(LoggedRow::place)).toList();
    for (int i = 0; i < ordered.size(); i++) {
      LoggedRow row = ordered.get(i);
      row.values()
          .forEach(
              (name, value) -> {
                int field = Fields.NAMES.indexOf(name);
                block.value(field >= 0 ? field : block.metric(name), value);
              });
      block.endRow(row.step(), i + 1L, null);
    }
    return block.build();
  }
}
