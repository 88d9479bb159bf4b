package io.lode.search;

/** One night's search: what to run next, and what to publish meanwhile. */
public interface ScheduleSearch {

  /** Name in commands and reports. */
  String name();

  /**
   * Searches one group at one horizon.
   *
   * @throws IllegalArgumentException if no run reached the horizon
   */
  Night search(SearchProblem problem);
}
