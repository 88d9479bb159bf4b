package io.lode.model.modal;

import io.lode.settings.Ranges;
import java.io.Serializable;

/**
 * Settings of how long a modal fit searches, and how many fits an ensemble holds. All are counts.
 *
 * @param members size of the ensemble, at least 1
 * @param starts guesses of the floor that the best fit starts from, at least 1
 * @param iterations most Levenberg-Marquardt iterations of the best fit
 * @param bootstrapIterations iterations of each further member, from the best fit on
 * @param briefIterations most iterations of a fit that only measures held-out error
 */
public record ModalEffort(
    int members, int starts, int iterations, int bootstrapIterations, int briefIterations)
    implements Serializable {

  /** Size of an ensemble that shows how far its members disagree, a count. */
  private static final int BRIEF_MEMBERS = 4;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside of its range
   */
  public ModalEffort {
    Ranges.atLeast(1, "members", members);
    Ranges.atLeast(1, "starts", starts);
    Ranges.atLeast(1, "iterations", iterations);
    Ranges.atLeast(1, "bootstrap-iterations", bootstrapIterations);
    Ranges.atLeast(1, "brief-iterations", briefIterations);
  }

  /** The settings with which the benchmarks were measured. */
  public static ModalEffort standard() {
    int members = 8;
    int starts = 1;
    int iterations = 60;
    int bootstrapIterations = 6;
    int briefIterations = 20;
    return new ModalEffort(members, starts, iterations, bootstrapIterations, briefIterations);
  }

  /** The same with another number of members. */
  public ModalEffort ofMembers(int count) {
    return new ModalEffort(count, starts, iterations, bootstrapIterations, briefIterations);
  }

  /** One member from one start in few iterations: enough to measure held-out error. */
  ModalEffort brief() {
    return new ModalEffort(1, 1, briefIterations, 1, briefIterations);
  }

  /** The brief fit, and as few further members as show how far they disagree. */
  ModalEffort briefEnsemble() {
    return new ModalEffort(
        Math.min(members, BRIEF_MEMBERS), 1, briefIterations, bootstrapIterations, briefIterations);
  }

  /** The same from the likeliest start alone. */
  ModalEffort fromOneStart() {
    return new ModalEffort(members, 1, iterations, bootstrapIterations, briefIterations);
  }
}
