package io.lode.longrun.anytime;

import io.lode.artifact.Cooldowns.Shape;
import io.lode.longrun.LongRunPlan.Weighed;
import io.lode.schedule.PiecewiseLogLinear;
import java.util.List;

/**
 * A trunk and its cooldowns. Values are on the transformed scale.
 *
 * @param trunk to hold until the user stops
 * @param name of the trunk
 * @param shape of every cooldown
 * @param lastPart the last rate of a cooldown as a part of its first
 * @param stops by increasing step, at least one
 * @param others what the other trunks would reach at the last stop, the best first
 * @param warnings what a reader must know
 */
public record AnytimePlan(
    PiecewiseLogLinear trunk,
    String name,
    Shape shape,
    double lastPart,
    List<Stop> stops,
    List<Weighed> others,
    List<String> warnings) {

  /** Copies the lists. */
  public AnytimePlan {
    stops = List.copyOf(stops);
    others = List.copyOf(others);
    warnings = List.copyOf(warnings);
  }

  /**
   * A stop.
   *
   * @param fromStep at which the cooldown begins
   * @param steps of the cooldown
   * @param mean expected at its end
   * @param standardDeviation of that
   */
  public record Stop(double fromStep, double steps, double mean, double standardDeviation) {

    /** The step at which the training ends. */
    public double end() {
      return fromStep + steps;
    }
  }
}
