package io.lode.search;

import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import java.util.Optional;

/**
 * What a search is asked.
 *
 * @param sweep the runs so far, evaluated at the horizon
 * @param panel the forecasters to listen to
 * @param state what the search remembers of the last night, empty on the first
 * @param proposals how many schedules the next sweep will try, at least 0
 * @param seed of all random choices
 */
public record SearchProblem(
    SweepOutcomes sweep, Panel panel, Optional<SearchState> state, int proposals, long seed) {

  /** Checks the count. */
  public SearchProblem {
    if (proposals < 0) {
      throw new IllegalArgumentException("proposals must be at least 0, found " + proposals);
    }
  }
}
