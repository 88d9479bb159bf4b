package io.lode.search;

import io.lode.schedule.PiecewiseLogLinear;
import java.util.List;

/**
 * What a nightly search remembers from one night to the next.
 *
 * @param night how often new runs came in since the first search, which is night 0
 * @param radius of the region around the incumbent, in log rate
 * @param edge part of the largest survived rate that is allowed once a run has diverged
 * @param incumbent key of the run whose schedule the region is around
 * @param published key of the run whose schedule is published as proven
 * @param known keys of the runs seen so far
 * @param proposed keys of the runs that followed a proposal
 * @param schedules the last proposals, the newest first; none in a state that was saved before they
 *     were remembered as schedules
 * @param plan the schedule published under the policy planned, where it is not that of a run of the
 *     ordinary sweep; else null
 */
public record SearchState(
    int night,
    double radius,
    double edge,
    String incumbent,
    String published,
    List<String> known,
    List<String> proposed,
    List<PiecewiseLogLinear> schedules,
    PiecewiseLogLinear plan) {

  /** Copies the lists. */
  public SearchState {
    known = List.copyOf(known);
    proposed = List.copyOf(proposed);
    schedules = schedules == null ? List.of() : List.copyOf(schedules);
  }
}
