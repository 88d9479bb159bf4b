package io.lode.search.evidence;

import java.io.Serializable;
import java.util.Locale;

/**
 * Something that a sweep lacks, and what to run next.
 *
 * @param kind of the finding
 * @param text what was found, in a sentence without a full stop
 * @param next what to do, in the imperative and without a full stop
 */
public record Finding(Kind kind, String text, String next) implements Serializable {

  /** What a sweep may lack. */
  public enum Kind {
    /** The objective of the best runs does not move. */
    NOTHING_LEARNS,
    /** The best run has the largest or the smallest peak of the sweep. */
    EDGE_OF_GRID,
    /** All runs have one shape, so no run tells what another shape brings. */
    ONE_SHAPE,
    /** The best schedules differ by less than luck. */
    TOO_FEW_SEEDS,
    /** Another setting explains more of the outcomes than the rate does. */
    OTHER_SETTINGS;

    /** Its name in JSON. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The finding and what to do. */
  public String inWords() {
    return text + ": " + next;
  }
}
