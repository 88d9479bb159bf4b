package io.lode.search.propose;

/** Chooses what the next sweep tries, and the plan that might be published untried. */
public interface Explorer {

  /** Name of the search that explores like this. */
  String name();

  /**
   * Chooses one night's proposals.
   *
   * @param view all that the choice may use; random choices draw from its random numbers alone
   */
  Exploration explore(NightView view);
}
