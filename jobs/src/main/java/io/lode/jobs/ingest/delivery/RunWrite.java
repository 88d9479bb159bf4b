package io.lode.jobs.ingest.delivery;

import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.merge.LearningRates;
import io.lode.jobs.ingest.merge.LoggedRun;
import io.lode.jobs.ingest.merge.MergedRun;
import io.lode.jobs.ingest.merge.ObservationCursor;
import io.lode.jobs.ingest.merge.RunMerge;
import io.lode.jobs.ingest.merge.RunPieces;
import io.lode.jobs.ingest.rows.RejectedRow;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.jobs.store.tables.TableWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Merges and writes one run. */
final class RunWrite {

  private final PartWriter job;
  private final WrittenPart part;
  private final TableWriter observations;
  private final TableWriter trajectories;
  private final Consumer<RejectedRow> reject;

  RunWrite(
      PartWriter job,
      WrittenPart part,
      TableWriter observations,
      TableWriter trajectories,
      Consumer<RejectedRow> reject) {
    this.job = job;
    this.part = part;
    this.observations = observations;
    this.trajectories = trajectories;
    this.reject = reject;
  }

  /** Writes a run from its delivered rows and what is stored of it. */
  void write(List<RunBlock> delivered, List<RunBlock> stored) {
    List<RunBlock> all = new ArrayList<>(stored);
    all.addAll(delivered);
    RunPieces pieces = new RunPieces(all, job.source().derivedRate() != null);
    List<RejectedRow> repeated = new ArrayList<>();
    RunMerge merge = new RunMerge(pieces, repeated::add);
    MergedRun run = merge.merge();
    double[] rates;
    try {
      rates = new LearningRates(job.source().derivedRate()).complete(run, pieces.context().named());
    } catch (RowDefect e) {
      for (int i = 0; i < pieces.size(); i++) {
        RunPieces.Place place = pieces.place(i);
        if (!place.block().stored()) {
          reject.accept(pieces.rejected(place, e.reason(), e.detail()));
        }
      }
      return;
    }
    repeated.forEach(reject);
    RunHeader header = run.header();
    String group = header.group().path();
    part.observations += merge.observations();
    part.joined += merge.joined();
    part.runsByGroup.merge(group, 1L, Long::sum);
    if (observations != null) {
      writeObservations(run, stored);
    }
    LoggedRun log = LoggedRun.of(run, rates, job.source().objective());
    if (run.count(run.field(job.source().objective())) == 0) {
      part.withoutObjective++;
    }
    part.stepsByGroup.merge(group, job.builder().stepsToShow(log), Math::max);
    job.writeTrajectory(
        job.builder().run(log, job.longest().getOrDefault(group, 0.0)), log, header, trajectories);
  }

  /** Writes the rows that are new where no stored one changed, else all of them. */
  private void writeObservations(MergedRun run, List<RunBlock> stored) {
    Map<Double, StoredRow> before = new HashMap<>();
    boolean sameHeader = true;
    for (RunBlock block : stored) {
      sameHeader &= block.context().header().equals(run.header());
      int offset = 0;
      for (int i = 0; i < block.length(); i++) {
        before.put(block.step()[i], new StoredRow(block, i, offset));
        offset += block.shapes()[block.shape()[i]].length;
      }
    }
    boolean[] isKnown = new boolean[run.length()];
    int known = 0;
    for (int i = 0; i < run.length(); i++) {
      StoredRow row = before.get(run.step(i));
      isKnown[i] = row != null && row.equalsRow(run, i);
      known += isKnown[i] ? 1 : 0;
    }
    boolean onlyAdds = sameHeader && known == before.size();
    if (onlyAdds && known == run.length()) {
      return;
    }
    String group = run.header().group().path();
    if (!onlyAdds) {
      observations.removeRun(group, run.header().run());
    }
    observations.startRun(group);
    ObservationCursor cursor = new ObservationCursor(job.source().objective());
    cursor.moveTo(run);
    for (int i = 0; i < run.length(); i++) {
      if (!onlyAdds || !isKnown[i]) {
        cursor.moveTo(i);
        observations.add(cursor);
      }
    }
  }

  private record StoredRow(RunBlock block, int row, int offset) {

    /** Whether a merged row says what is stored, and comes from the same files. */
    boolean equalsRow(MergedRun run, int index) {
      int[] fields = block.shapes()[block.shape()[row]];
      int logged = 0;
      for (int field = 0; field < RunBlock.METRICS + run.metrics().size(); field++) {
        logged += run.isLogged(field, index) ? 1 : 0;
      }
      if (logged != fields.length || !Objects.equals(block.file(), run.file(index))) {
        return false;
      }
      for (int k = 0; k < fields.length; k++) {
        int field =
            fields[k] < RunBlock.METRICS
                ? fields[k]
                : run.metricField(block.metrics()[fields[k] - RunBlock.METRICS]);
        if (field < 0
            || !run.isLogged(field, index)
            || Double.compare(run.value(field, index), block.values()[offset + k]) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
