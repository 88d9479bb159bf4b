package io.lode.jobs.ingest.rows;

import java.io.Serializable;

/**
 * What the driver knows of a delivered run before it is merged.
 *
 * @param header what its files say of it
 * @param one a file that it is in
 * @param other another, or the same where there is none
 * @param stepsToShow its planned steps, or the last delivered one; 0 where it has not ended
 */
public record RunSummary(RunHeader header, String one, String other, double stepsToShow)
    implements Serializable {

  public static RunSummary of(RunBlock block) {
    double last = 0;
    for (double step : block.step()) {
      last = Math.max(last, step);
    }
    RunHeader header = block.context().header();
    Double planned = header.plannedSteps();
    double shown = planned != null ? planned : header.running() ? 0 : last;
    return new RunSummary(header, block.file(), block.file(), shown);
  }

  public RunSummary and(RunSummary later) {
    String least = one.compareTo(later.one) <= 0 ? one : later.one;
    String most = other.compareTo(later.other) >= 0 ? other : later.other;
    return new RunSummary(later.header, least, most, Math.max(stepsToShow, later.stepsToShow));
  }
}
