package io.lode.jobs.ingest.rows;

import java.io.Serializable;

/**
 * What the driver keeps of one run of a delivery before the run is merged: its header, its files
 * and how long it is, but no rows.
 *
 * @param header what its files say of it
 * @param one the first file that it is in, in alphabetical order
 * @param other the last file that it is in, in alphabetical order; equal to {@code one} where the
 *     run is in one file
 * @param stepsToShow its planned steps, or the last delivered one; 0 where it has not ended
 */
public record DeliveredRun(RunHeader header, String one, String other, double stepsToShow)
    implements Serializable {

  /**
   * What one block of rows says of its run.
   *
   * @param objective what the run is judged by; rows that say neither it nor a field count for
   *     nothing
   */
  public static DeliveredRun of(RunBlock block, String objective) {
    boolean[] counts = new boolean[block.shapes().length];
    for (int shape = 0; shape < counts.length; shape++) {
      for (int field : block.shapes()[shape]) {
        counts[shape] |=
            Fields.isOutcome(field)
                || (field >= RunBlock.METRICS
                    && block.metrics()[field - RunBlock.METRICS].equals(objective));
      }
    }
    double last = 0;
    for (int row = 0; row < block.length(); row++) {
      last = counts[block.shape()[row]] ? Math.max(last, block.step()[row]) : last;
    }
    RunHeader header = block.context().header().withoutHyperparameters();
    Double planned = header.plannedSteps();
    double shown = planned != null ? planned : header.running() ? 0 : last;
    return new DeliveredRun(header, block.file(), block.file(), shown);
  }

  /** What this and a later part of the same run say together; the header is the later one's. */
  public DeliveredRun and(DeliveredRun later) {
    String least = one.compareTo(later.one) <= 0 ? one : later.one;
    String most = other.compareTo(later.other) >= 0 ? other : later.other;
    return new DeliveredRun(later.header, least, most, Math.max(stepsToShow, later.stepsToShow));
  }
}
