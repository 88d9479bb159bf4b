package io.lode.jobs.ingest.delivery;

import io.lode.jobs.conf.settings.IngestChecks;
import io.lode.jobs.conf.source.SourceDefinition;
import io.lode.jobs.ingest.format.Bounds;
import io.lode.jobs.ingest.merge.LoggedRun;
import io.lode.jobs.ingest.merge.MergeRules;
import io.lode.jobs.ingest.merge.Plateaus;
import io.lode.jobs.ingest.merge.TrajectoryBuilder;
import io.lode.jobs.ingest.rows.Piece;
import io.lode.jobs.ingest.rows.RejectedRow;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.store.tables.ArrayRow;
import io.lode.jobs.store.tables.TableWriter;
import io.lode.jobs.store.tables.TableWriting;
import io.lode.jobs.store.tables.TrajectoryRows;
import io.lode.trajectory.Run;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import scala.Tuple2;

/**
 * Merges the runs of one partition, with what is stored of them, and writes what changed.
 *
 * @param source how the logs are read
 * @param rules of trajectories, and what is told of runs
 * @param delivery the delivery's identity
 * @param tables where to write
 * @param longest the most steps that a run of each group shows, by the group's path
 * @param plateaus why runs sit on a plateau, by their keys
 * @param stored what is stored of delivered runs
 */
record PartWriter(
    SourceDefinition source,
    IngestRules rules,
    String delivery,
    Tables tables,
    Map<String, Double> longest,
    Map<RunKey, String> plateaus,
    StoredKeys stored)
    implements Serializable {

  /**
   * Where tasks write.
   *
   * @param observations null where they are written already
   */
  record Tables(TableWriting observations, TableWriting trajectories, TableWriting rejected)
      implements Serializable {

    Tables trajectoriesOnly() {
      return new Tables(null, trajectories, null);
    }
  }

  /** Writes one partition; both iterators are sorted by their keys. */
  WrittenPart write(
      Iterator<Tuple2<RunKey, Piece>> delivered, Iterator<Tuple2<RunKey, Piece>> stored) {
    WrittenPart part = new WrittenPart();
    try (TableWriter observations = open(tables.observations());
        TableWriter trajectories = open(tables.trajectories());
        TableWriter rejected = open(tables.rejected())) {
      Consumer<RejectedRow> reject =
          row -> {
            part.rejectedByReason.merge(row.reason(), 1L, Long::sum);
            if (rejected != null) {
              rejected.add(
                  ArrayRow.of(
                      row.groupPath(),
                      row.file(),
                      row.row(),
                      row.reason(),
                      Bounds.shortened(row.detail(), rules.bounds().keptText()),
                      Bounds.shortened(row.raw(), rules.bounds().keptText()),
                      delivery));
            }
          };
      GroupedPieces pieces = new GroupedPieces(delivered);
      GroupedPieces known = new GroupedPieces(stored);
      while (pieces.key() != null) {
        RejectedRow row = pieces.takeRejected();
        if (row != null) {
          reject.accept(row);
          continue;
        }
        RunKey key = pieces.key();
        List<RunBlock> blocks = pieces.takeBlocks();
        while (known.key() != null && known.key().compareTo(key) < 0) {
          known.takeBlocks();
        }
        List<RunBlock> before = key.equals(known.key()) ? known.takeBlocks() : List.of();
        new RunWrite(this, part, observations, trajectories, reject).write(blocks, before);
      }
      part.observationFiles = part.observationFiles.and(finish(observations));
      part.trajectoryFiles = part.trajectoryFiles.and(finish(trajectories));
      part.rejectedFiles = part.rejectedFiles.and(finish(rejected));
      return part;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TableWriter open(TableWriting writing) {
    return writing == null ? null : writing.open();
  }

  private static io.lode.jobs.store.tables.WrittenFiles finish(TableWriter writer) {
    return writer == null ? io.lode.jobs.store.tables.WrittenFiles.none() : writer.finish();
  }

  TrajectoryBuilder builder() {
    return new TrajectoryBuilder(source.objective(), rules.settings());
  }

  IngestChecks checks() {
    return rules.checks();
  }

  MergeRules mergeRules() {
    return MergeRules.of(source);
  }

  /** Writes the trajectory of a run unless it is stored as it is; says what the run is. */
  Run writeTrajectory(LoggedRun log, RunHeader header, TableWriter trajectories) {
    RunKey key = header.key();
    Run run = builder().run(log, longest.getOrDefault(key.group(), 0.0));
    String reason = builder().reason(log, run);
    if (plateaus.containsKey(key) && Plateaus.mayBe(run)) {
      run = Plateaus.marked(run);
      reason = plateaus.get(key);
    }
    String before = stored.digests().get(key);
    String digest = TrajectoryRows.digest(header.group(), source.objective(), run);
    if (digest.equals(before)) {
      return run;
    }
    if (before != null) {
      trajectories.removeRun(key.group(), key.run());
    }
    trajectories.startRun(key.group());
    trajectories.add(
        TrajectoryRows.toRow(
            header.group(),
            source.objective(),
            run,
            new TrajectoryRows.Said(
                header.plannedSteps(), log.lastStep(), reason, stored.isRemoved(key)),
            digest));
    return run;
  }
}
