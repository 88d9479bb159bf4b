package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.merge.RunPieces.Place;
import io.lode.jobs.ingest.rows.RejectedRow;
import io.lode.jobs.ingest.rows.RunBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Brings the rows of a run together, one a step.
 *
 * <p>Of several values of one field at one step the last counts: later files over earlier ones,
 * later rows over earlier ones, and what is delivered over what is stored. A row all of whose
 * values are overridden by its own delivery is a repeated step; one that still says something has
 * joined the others. Steps at which nothing is said that the source declares are left out.
 */
public final class RunMerge {

  private static final String REPEATED = "repeated step";
  private static final String OVERRIDDEN = "a later row has the same run and step";
  private static final String GIVEN_UP = "superseded by a restart";
  private static final String UNDECLARED = "nothing declared";

  private final RunPieces pieces;
  private final Consumer<RejectedRow> rejected;
  private final List<String> contributors = new ArrayList<>();
  private long joined;
  private long deliveredRows;

  /**
   * Prepares to merge.
   *
   * @param rejected takes delivered rows that do not count
   */
  public RunMerge(RunPieces pieces, Consumer<RejectedRow> rejected) {
    this.pieces = pieces;
    this.rejected = rejected;
  }

  /** Delivered rows that share an observation with another. */
  public long joined() {
    return joined;
  }

  /** Delivered rows that are an observation, the joined ones not counted. */
  public long observations() {
    return deliveredRows;
  }

  /** Merges all rows. */
  public MergedRun merge() {
    MergedRun run = new MergedRun(pieces.header(), pieces.metrics(), pieces.size());
    for (Place place : pieces.attempts().voided()) {
      if (!place.block().stored()) {
        rejected.accept(
            pieces.rejected(
                place,
                GIVEN_UP,
                "the run went back to step "
                    + pieces.attempts().shownSteps()
                    + " and logged again from there"));
      }
    }
    int from = 0;
    while (from < pieces.size()) {
      double step = pieces.step(from);
      int to = from + 1;
      while (to < pieces.size() && pieces.step(to) == step) {
        to++;
      }
      run.addRow(step);
      if (isDeclared(from, to)) {
        addStep(run, from, to);
      } else {
        run.removeRow();
        leaveOut(from, to);
      }
      from = to;
    }
    run.endRows();
    return run;
  }

  /** Whether rows of one step say anything that the source declares. */
  private boolean isDeclared(int from, int to) {
    for (int i = from; i < to; i++) {
      Place place = pieces.place(i);
      for (int field : place.block().shapes()[place.block().shape()[place.row()]]) {
        if (pieces.isDeclared(pieces.field(place, field))) {
          return true;
        }
      }
    }
    return false;
  }

  private void leaveOut(int from, int to) {
    for (int i = from; i < to; i++) {
      Place place = pieces.place(i);
      if (!place.block().stored()) {
        rejected.accept(
            pieces.rejected(
                place,
                UNDECLARED,
                "no row of its step has a value of columns or of the objective; expected one"));
      }
    }
  }

  private void addStep(MergedRun run, int from, int to) {
    boolean hasDelivered = false;
    contributors.clear();
    for (int i = to - 1; i >= from; i--) {
      Place place = pieces.place(i);
      RunBlock block = place.block();
      boolean contributed = false;
      int[] fields = block.shapes()[block.shape()[place.row()]];
      for (int k = 0; k < fields.length; k++) {
        int field = pieces.field(place, fields[k]);
        if (field >= 0) {
          contributed |= run.setIfAbsent(field, block.values()[place.offset() + k]);
        }
      }
      if (!block.stored()) {
        if (!hasDelivered) {
          hasDelivered = true;
          deliveredRows++;
          contributed = true;
        } else if (contributed) {
          joined++;
        } else {
          rejected.accept(pieces.rejected(place, REPEATED, OVERRIDDEN));
        }
      } else if (!hasDelivered && contributors.isEmpty()) {
        contributed = true;
      }
      if (contributed && !contributors.contains(block.file())) {
        contributors.add(block.file());
      }
    }
    run.setFile(joinedFiles());
  }

  private String joinedFiles() {
    if (contributors.size() == 1) {
      return contributors.get(0);
    }
    TreeSet<String> files = new TreeSet<>();
    for (String contributor : contributors) {
      files.addAll(Objects.requireNonNull(contributor, "file").lines().toList());
    }
    return String.join("\n", files);
  }
}
