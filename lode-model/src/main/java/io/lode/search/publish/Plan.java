package io.lode.search.publish;

import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.Estimate;
import io.lode.search.Gain;
import io.lode.search.PublicationConfig;

/**
 * A plan that no run followed.
 *
 * @param what it is, in words
 * @param schedule as it would be published
 * @param estimate what is expected of it
 * @param gain over the schedule that it has to beat
 * @param fewestRuns finished runs that it needs to be published
 */
public record Plan(
    String what, PiecewiseLogLinear schedule, Estimate estimate, Gain gain, int fewestRuns) {

  /** The gain that is left at the pessimistic end. */
  public double pessimistic(PublicationConfig config) {
    return gain.pessimistic(config.pessimism());
  }
}
