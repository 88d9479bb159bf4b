package io.lode.search.replan;

import io.lode.forecast.Panel;
import io.lode.schedule.PiecewiseLogLinear;
import java.util.SplittableRandom;

/**
 * Changes the rest of a schedule smoothly, and keeps what a panel expects most of: the search that
 * replanning makes, for callers that know the limits themselves.
 *
 * @param shifts how many changes are tried, and how they are drawn
 * @param radius largest change of any log rate
 * @param pessimism standard deviations by which a change is judged worse than expected
 * @param seed of the changes
 */
public record RestSearch(ReplanConfig.Shifts shifts, double radius, double pessimism, long seed) {

  /**
   * Where and how far a schedule may be changed.
   *
   * @param from last step that stays as it is
   * @param ramp steps over which a change fades in, positive
   * @param horizonStep end of the rest, beyond {@code from + ramp}
   * @param smallest rate that a lowering may lead to
   * @param largest rate that a raise may lead to
   */
  public record Limits(
      double from, double ramp, double horizonStep, double smallest, double largest) {}

  /**
   * The best change of a schedule, which may be none that the panel prefers.
   *
   * @param panel expects outcomes of schedules that repeat the past
   * @param inForce the schedule that is changed
   */
  public PiecewiseLogLinear search(Panel panel, PiecewiseLogLinear inForce, Limits limits) {
    RestRegion region =
        new RestRegion(
            inForce,
            limits.from(),
            limits.ramp(),
            limits.horizonStep(),
            radius,
            limits.smallest(),
            RestRegion.constant(limits.largest()),
            limits.largest());
    return new RestCandidates(region, shifts, new SplittableRandom(seed))
        .search(panel, region.unlimited(), pessimism)
        .get(0)
        .knots(inForce);
  }
}
