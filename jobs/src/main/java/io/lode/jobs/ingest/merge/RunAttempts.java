package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.format.NaturalOrder;
import io.lode.jobs.ingest.merge.Restarts.Restart;
import io.lode.jobs.ingest.merge.RunPieces.Place;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.RunBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The attempts at one run. Where a run was started again from an earlier step, what was logged from
 * that step on does not count.
 */
public final class RunAttempts {

  private static final int SHOWN_RESTARTS = 5;

  private final BitSet voided = new BitSet();
  private final List<Place> voidedPlaces = new ArrayList<>();
  private final List<Double> steps = new ArrayList<>();

  private RunAttempts() {}

  /** One attempt, so that every row counts. */
  static RunAttempts one() {
    return new RunAttempts();
  }

  /**
   * Finds the attempts at a run.
   *
   * @param pieces the rows in the order in which they were told, before they are sorted by step
   */
  static RunAttempts of(RunPieces pieces) {
    RunAttempts attempts = new RunAttempts();
    int[] told = told(pieces);
    double[] step = Arrays.stream(told).mapToDouble(pieces::step).toArray();
    // By the number of the block, since a block is too large to be looked up by what it holds.
    int[][][] declared = new int[pieces.blockCount()][][];
    ToldValues.Rows rows =
        position -> {
          Place place = pieces.place(told[position]);
          if (declared[place.number()] == null) {
            declared[place.number()] = declared(pieces, place);
          }
          return declared[place.number()][place.block().shape()[place.row()]];
        };
    int fields = RunBlock.METRICS + pieces.metrics().size();
    if (!Restarts.anyGoesBack(fields, step, rows)) {
      return attempts;
    }
    double[] time = Arrays.stream(told).mapToDouble(i -> time(pieces.place(i))).toArray();
    Restarts restarts = Restarts.of(fields, step, time, rows);
    for (Restart restart : restarts.found()) {
      attempts.steps.add(restart.step());
    }
    for (int i = 0; i < told.length; i++) {
      if (restarts.isVoid(i)) {
        attempts.voided.set(told[i]);
        attempts.voidedPlaces.add(pieces.place(told[i]));
      }
    }
    return attempts;
  }

  /**
   * The delivered rows in order, and before them the stored ones of files whose names come before
   * all that are delivered, by their steps, which increase in the store. Of the other stored rows
   * it is not known when they were told.
   */
  private static int[] told(RunPieces pieces) {
    String first =
        IntStream.range(0, pieces.size())
            .mapToObj(pieces::place)
            .filter(place -> !place.block().stored())
            .map(place -> place.block().file())
            .findFirst()
            .orElseThrow();
    Boolean[] before = new Boolean[pieces.blockCount()];
    IntStream stored =
        IntStream.range(0, pieces.size())
            .filter(
                i -> {
                  Place place = pieces.place(i);
                  if (before[place.number()] == null) {
                    before[place.number()] = isStoredBefore(place.block(), first);
                  }
                  return before[place.number()];
                })
            .boxed()
            .sorted(Comparator.comparingDouble(pieces::step))
            .mapToInt(Integer::intValue);
    IntStream delivered =
        IntStream.range(0, pieces.size()).filter(i -> !pieces.place(i).block().stored());
    return IntStream.concat(stored, delivered).toArray();
  }

  private static boolean isStoredBefore(RunBlock block, String first) {
    return block.stored()
        && Objects.requireNonNull(block.file(), "file")
            .lines()
            .allMatch(file -> NaturalOrder.NAMES.compare(file, first) < 0);
  }

  /** Of each shape of a block, the fields that the source declares. */
  private static int[][] declared(RunPieces pieces, Place place) {
    return Arrays.stream(place.block().shapes())
        .map(
            shape ->
                Arrays.stream(shape)
                    .map(field -> pieces.field(place, field))
                    .filter(pieces::tellsAttempts)
                    .toArray())
        .toArray(int[][]::new);
  }

  private static double time(Place place) {
    RunBlock block = place.block();
    int[] fields = block.shapes()[block.shape()[place.row()]];
    for (int k = 0; k < fields.length; k++) {
      if (fields[k] == Fields.TIME) {
        return block.values()[place.offset() + k];
      }
    }
    return Double.NaN;
  }

  /** The indexes of the rows that count, of so many. */
  Integer[] kept(int size) {
    return IntStream.range(0, size).filter(i -> !voided.get(i)).boxed().toArray(Integer[]::new);
  }

  /** The rows that belong to an attempt that was given up, in the order of logging. */
  public List<Place> voided() {
    return voidedPlaces;
  }

  /** The steps that the run went back to, in the order of logging; empty for one attempt. */
  public List<Double> steps() {
    return steps;
  }

  /** The steps in words. */
  public String shownSteps() {
    String shown =
        steps.stream()
            .limit(SHOWN_RESTARTS)
            .map(step -> step == Math.rint(step) ? String.valueOf(step.longValue()) : "" + step)
            .collect(Collectors.joining(", "));
    return steps.size() > SHOWN_RESTARTS
        ? shown + " and " + (steps.size() - SHOWN_RESTARTS) + " more"
        : shown;
  }
}
