package io.lode.search;

/** Chooses what the next sweep tries, and the plan that might be published untried. */
interface Explorer {

  /** Name of the search that explores like this. */
  String name();

  /** Explores one night's situation. */
  Exploration explore(Situation situation);
}
