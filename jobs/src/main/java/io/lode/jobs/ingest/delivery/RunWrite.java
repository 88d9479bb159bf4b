package io.lode.jobs.ingest.delivery;

import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.merge.LearningRates;
import io.lode.jobs.ingest.merge.LoggedRun;
import io.lode.jobs.ingest.merge.MergedRun;
import io.lode.jobs.ingest.merge.MetricAxes;
import io.lode.jobs.ingest.merge.ObservationCursor;
import io.lode.jobs.ingest.merge.RunCurve;
import io.lode.jobs.ingest.merge.RunMerge;
import io.lode.jobs.ingest.merge.RunPieces;
import io.lode.jobs.ingest.rows.RejectedRow;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.store.tables.TableWriter;
import io.lode.trajectory.Run;
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
    RunPieces pieces = new RunPieces(all, job.mergeRules());
    if (pieces.defect() != null) {
      rejectDelivered(pieces, pieces.defect());
      return;
    }
    List<RejectedRow> repeated = new ArrayList<>();
    RunMerge merge = new RunMerge(pieces, repeated::add);
    MergedRun run = merge.merge();
    RunHeader header = run.header();
    if (run.length() == 0) {
      repeated.forEach(reject);
      return;
    }
    String whyLeftOut = whyLeftOut(pieces, run);
    if (whyLeftOut != null) {
      part.notices.add(Notices.Kind.LEFT_OUT, header.run(), whyLeftOut);
      rejectDelivered(pieces, new RowDefect("left out", whyLeftOut));
      withdraw(header.key(), !stored.isEmpty());
      return;
    }
    double[] rates;
    try {
      rates = new LearningRates(job.source().derivedRate()).complete(run, pieces.context().named());
    } catch (RowDefect e) {
      rejectDelivered(pieces, e);
      return;
    }
    repeated.forEach(reject);
    String group = header.group().path();
    part.observations += merge.observations();
    part.joined += merge.joined();
    part.runsByGroup.merge(group, 1L, Long::sum);
    if (observations != null) {
      writeObservations(run, stored);
    }
    LoggedRun log = LoggedRun.of(run, rates, job.source().objective());
    double shown = job.builder().stepsToShow(log);
    if (!job.stored().isRemoved(header.key())) {
      part.stepsByGroup.merge(group, shown, Math::max);
      part.lengths.put(header.key(), shown);
    } else {
      part.notices.add(Notices.Kind.REMOVED, header.run(), "");
    }
    tell(pieces, run);
    Run ended = job.writeTrajectory(log, header, trajectories);
    if (!job.stored().isRemoved(header.key())) {
      part.curves.add(RunCurve.of(header.key(), ended, job.source().objective().transform()));
    }
  }

  /** Rejects every delivered row of a run, those of given up attempts, too. */
  private void rejectDelivered(RunPieces pieces, RowDefect defect) {
    List<RunPieces.Place> places = new ArrayList<>(pieces.attempts().voided());
    for (int i = 0; i < pieces.size(); i++) {
      places.add(pieces.place(i));
    }
    for (RunPieces.Place place : places) {
      if (!place.block().stored()) {
        reject.accept(pieces.rejected(place, defect.reason(), defect.detail()));
      }
    }
  }

  private String whyLeftOut(RunPieces pieces, MergedRun run) {
    if (pieces.context().leftOut() != null) {
      return pieces.context().leftOut();
    }
    RunHeader header = run.header();
    Double planned = header.plannedSteps();
    if (planned == null && header.running()) {
      return null;
    }
    double last = run.step(run.length() - 1);
    return job.source().rules().whyTooShort(planned == null ? last : Math.max(planned, last));
  }

  /** Takes a run out of the store that an earlier delivery brought there. */
  private void withdraw(RunKey key, boolean hasObservations) {
    if (hasObservations && observations != null) {
      observations.removeRun(key.group(), key.run());
    }
    if (job.stored().digests().containsKey(key)) {
      trajectories.removeRun(key.group(), key.run());
    }
  }

  private void tell(RunPieces pieces, MergedRun run) {
    String name = run.header().run();
    if (!pieces.attempts().steps().isEmpty()) {
      part.notices.add(
          Notices.Kind.RESTARTED,
          name,
          "to step "
              + pieces.attempts().shownSteps()
              + ": "
              + pieces.attempts().voided().size()
              + " rows");
    }
    if (run.count(run.field(job.source().objective())) == 0) {
      part.notices.add(Notices.Kind.WITHOUT_OBJECTIVE, name, "");
    }
    if (job.source().totalSteps() != null && run.header().plannedSteps() == null) {
      part.notices.add(Notices.Kind.TOTAL_UNKNOWN, name, "");
    }
    MetricAxes.apart(run, job.source().objective(), job.checks().axesApart())
        .ifPresent(apart -> part.notices.add(Notices.Kind.AXES_APART, name, apart));
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
      if (run.valueCount(index) != fields.length
          || !Objects.equals(block.file(), run.file(index))) {
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
