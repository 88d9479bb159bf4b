package io.lode.search.propose;

/** Chooses what the next sweep tries, and the plan that might be published untried. */
public interface Explorer {

  /** Name of the search that explores like this. */
  String name();

  /** Explores one night's situation. */
  Exploration explore(Situation situation);
}
