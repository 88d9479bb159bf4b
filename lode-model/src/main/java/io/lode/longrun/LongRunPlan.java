package io.lode.longrun;

import io.lode.schedule.PiecewiseLogLinear;
import java.util.List;

/**
 * A schedule for a run that is longer than any, and what speaks for it. Values are on the
 * transformed scale.
 *
 * @param schedule to follow
 * @param shape its name
 * @param outcome what is expected of it at the last step
 * @param bestKnown the schedule of the best run, stretched to the length
 * @param rival the best schedule that is surely better than the best known, where there is one;
 *     otherwise the one that is expected to be the best
 * @param gain how much lower the rival's outcome is than that of the best known; 0 where the best
 *     known is its own rival
 * @param gainDeviation standard deviation of the gain
 * @param revised whether the rival is surely better and so the schedule, which is the best known
 *     otherwise
 * @param shapes every shape that was weighed, the best first
 * @param kinds the best shape of each kind, the best first
 * @param warnings what a reader must know
 */
public record LongRunPlan(
    PiecewiseLogLinear schedule,
    String shape,
    Expected outcome,
    Weighed bestKnown,
    Weighed rival,
    double gain,
    double gainDeviation,
    boolean revised,
    List<Weighed> shapes,
    List<LongRunShapes.Shaped> kinds,
    List<String> warnings) {

  /** Copies the lists. */
  public LongRunPlan {
    shapes = List.copyOf(shapes);
    kinds = List.copyOf(kinds);
    warnings = List.copyOf(warnings);
  }

  /** An expected value and its standard deviation. */
  public record Expected(double mean, double standardDeviation) {}

  /** A shape and what is expected of it. */
  public record Weighed(String shape, Expected outcome) {}
}
