package io.lode.search;

import java.util.List;

/**
 * The answer of one night's search.
 *
 * @param state to hand to the next night
 * @param proposals what the next sweep should try
 * @param planned what to publish for who wants the best plan now
 * @param proven what to publish where only schedules count that were run at least twice, or the
 *     best run
 */
public record Night(
    SearchState state,
    List<Proposal> proposals,
    ScheduleDecision planned,
    ScheduleDecision proven) {

  /** Copies the list. */
  public Night {
    proposals = List.copyOf(proposals);
  }
}
