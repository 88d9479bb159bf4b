package io.lode.jobs.ingest.merge;

import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.ingest.rows.Fields;
import io.lode.jobs.ingest.rows.IdentifiedRun;
import io.lode.jobs.ingest.rows.RejectedRow;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * The rows of a run from all its files and the store, in the order of their steps, and of one step
 * in the order in which they were said.
 *
 * <p>A file that is delivered again replaces what it said before, from its first step on; where it
 * ends before everything it said before, it adds to it. Rows of an attempt that was given up, since
 * the run was started again from an earlier step, are void.
 */
public final class RunPieces {

  /** What is written of a row that has no text of its own. Characters. */
  private static final int LONGEST_TEXT = 20_000;

  /**
   * A row of a block.
   *
   * @param block the block
   * @param number the block's place among those of the run
   * @param row index in the block
   * @param offset index of its first value
   */
  public record Place(RunBlock block, int number, int row, int offset) {}

  private final List<RunBlock> blocks;
  private final List<String> metrics;
  private final int[][] metricFields;
  private final IdentifiedRun context;
  private final boolean ignoresStoredRates;
  private final int objective;
  private final RowDefect defect;
  private final FolderNames folders;
  private final RunAttempts attempts;

  private final int[] blockOf;
  private final int[] rowOf;
  private final int[] offsetOf;
  private final double[] stepOf;
  private int size;

  /**
   * Orders the rows.
   *
   * @param blocks of one run, at least one of them delivered
   * @param rules how they come together
   */
  public RunPieces(List<RunBlock> blocks, MergeRules rules) {
    this.blocks = new ArrayList<>(blocks);
    this.blocks.sort(
        Comparator.comparing((RunBlock block) -> !block.stored())
            .thenComparing(RunBlock::order)
            .thenComparing(block -> block.row()[0]));
    context = this.blocks.get(this.blocks.size() - 1).context();
    folders =
        FolderNames.of(
            header().run(), this.blocks.stream().filter(block -> !block.stored()).toList(), rules);
    defect = folders == null ? null : folders.defect();
    TreeSet<String> names = new TreeSet<>();
    List<String[]> namesOfBlocks = new ArrayList<>();
    int total = 0;
    for (RunBlock block : this.blocks) {
      String[] own = block.metrics().clone();
      if (folders != null) {
        Arrays.setAll(own, i -> folders.name(block, block.metrics()[i]));
      }
      namesOfBlocks.add(own);
      names.addAll(List.of(own));
      total += block.length();
    }
    metrics = List.copyOf(names);
    metricFields = namesOfBlocks.stream().map(this::fieldsOf).toArray(int[][]::new);
    int ofFields = Fields.of(rules.objective());
    int ofMetrics = Collections.binarySearch(metrics, rules.objective().metric());
    objective = ofFields >= 0 ? ofFields : ofMetrics < 0 ? -1 : RunBlock.METRICS + ofMetrics;
    ignoresStoredRates = rules.derivesRates() && blocks.stream().noneMatch(RunPieces::saysRates);
    blockOf = new int[total];
    rowOf = new int[total];
    offsetOf = new int[total];
    stepOf = new double[total];
    place();
    boolean ordered = isOrdered();
    attempts = ordered ? RunAttempts.one() : RunAttempts.of(this);
    order(ordered);
  }

  private static boolean saysRates(RunBlock block) {
    return !block.stored()
        && Arrays.stream(block.shapes())
            .anyMatch(shape -> Arrays.stream(shape).anyMatch(f -> f == Fields.LEARNING_RATE));
  }

  private void place() {
    Map<String, double[]> redelivered = redelivered();
    for (int b = 0; b < blocks.size(); b++) {
      RunBlock block = blocks.get(b);
      double[] range = block.stored() ? redelivered.get(block.file()) : null;
      int offset = 0;
      for (int row = 0; row < block.length(); row++) {
        double step = block.step()[row];
        boolean replaced = range != null && step >= range[0] && range[2] <= range[1];
        if (!replaced) {
          blockOf[size] = b;
          rowOf[size] = row;
          offsetOf[size] = offset;
          stepOf[size] = step;
          size++;
        }
        offset += block.shapes()[block.shape()[row]].length;
      }
    }
  }

  /** Of each delivered file its first and last step, and the first step stored of it. */
  private Map<String, double[]> redelivered() {
    Map<String, double[]> ranges = new HashMap<>();
    for (RunBlock block : blocks) {
      if (!block.stored()) {
        double[] range =
            ranges.computeIfAbsent(
                block.file(),
                file ->
                    new double[] {
                      Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY
                    });
        for (double step : block.step()) {
          range[0] = Math.min(range[0], step);
          range[1] = Math.max(range[1], step);
        }
      }
    }
    for (RunBlock block : blocks) {
      double[] range = block.stored() ? ranges.get(block.file()) : null;
      if (range != null) {
        range[2] = Math.min(range[2], Arrays.stream(block.step()).min().orElse(range[2]));
      }
    }
    return ranges;
  }

  private boolean isOrdered() {
    for (int i = 1; i < size; i++) {
      if (stepOf[i] < stepOf[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private void order(boolean ordered) {
    if (ordered) {
      return;
    }
    Integer[] order = attempts.kept(size);
    double[] steps = stepOf.clone();
    // The sort is stable, so rows of one step stay in the order of their blocks.
    Arrays.sort(order, Comparator.comparingDouble(i -> steps[i]));
    int[] unorderedBlocks = blockOf.clone();
    int[] unorderedRows = rowOf.clone();
    int[] unorderedOffsets = offsetOf.clone();
    size = order.length;
    for (int i = 0; i < size; i++) {
      blockOf[i] = unorderedBlocks[order[i]];
      rowOf[i] = unorderedRows[order[i]];
      offsetOf[i] = unorderedOffsets[order[i]];
      stepOf[i] = steps[order[i]];
    }
  }

  /** Why no row of the run can be used, or null. */
  public RowDefect defect() {
    return defect;
  }

  /** The attempts at the run, of which the last counts from where it began. */
  public RunAttempts attempts() {
    return attempts;
  }

  /** The number of rows that count, of all files and the store together. */
  public int size() {
    return size;
  }

  int blockCount() {
    return blocks.size();
  }

  double step(int index) {
    return stepOf[index];
  }

  /** The place of a row, by its index in the order of steps; the first is 0. */
  public Place place(int index) {
    return new Place(blocks.get(blockOf[index]), blockOf[index], rowOf[index], offsetOf[index]);
  }

  /** What the last delivered file says of the run. */
  public IdentifiedRun context() {
    return context;
  }

  RunHeader header() {
    return context.header();
  }

  /** The names of all metrics, sorted. */
  List<String> metrics() {
    return metrics;
  }

  /** The run's number of a block's field; -1 where the value does not count. */
  int field(Place place, int field) {
    if (field < RunBlock.METRICS) {
      boolean ignored =
          field == Fields.LEARNING_RATE && ignoresStoredRates && place.block().stored();
      return ignored ? -1 : field;
    }
    return metricFields[place.number()][field - RunBlock.METRICS];
  }

  /** Whether a field that is logged again at an earlier step shows that the run was restarted. */
  boolean tellsAttempts(int field) {
    return isDeclared(field) && (folders == null || !folders.isShared(name(field)));
  }

  private String name(int field) {
    return field < RunBlock.METRICS
        ? Fields.NAMES.get(field)
        : metrics.get(field - RunBlock.METRICS);
  }

  /** Whether the source declares a field of the run, so that it makes an observation. */
  boolean isDeclared(int field) {
    return Fields.isOutcome(field) || (field >= 0 && field == objective);
  }

  private int[] fieldsOf(String[] names) {
    return Arrays.stream(names)
        .mapToInt(name -> RunBlock.METRICS + Collections.binarySearch(metrics, name))
        .toArray();
  }

  /** A row as one that is not used. */
  public RejectedRow rejected(Place place, String reason, String detail) {
    RunBlock block = place.block();
    return new RejectedRow(
        header().group().path(),
        block.file(),
        block.row()[place.row()],
        reason,
        detail,
        block.raw() == null ? text(place) : block.raw()[place.row()]);
  }

  private static String text(Place place) {
    RunBlock block = place.block();
    StringJoiner text = new StringJoiner(", ", "{", "}");
    text.add("run=" + block.context().header().run());
    text.add("step=" + block.step()[place.row()]);
    int[] fields = block.shapes()[block.shape()[place.row()]];
    for (int k = 0; k < fields.length && text.length() < LONGEST_TEXT; k++) {
      String name =
          fields[k] < RunBlock.METRICS
              ? Fields.NAMES.get(fields[k])
              : block.metrics()[fields[k] - RunBlock.METRICS];
      text.add(name + "=" + block.values()[place.offset() + k]);
    }
    return text.toString();
  }
}
