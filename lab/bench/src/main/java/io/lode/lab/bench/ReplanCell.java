package io.lode.lab.bench;

import io.lode.lab.world.Difference;
import java.util.Optional;

/**
 * One run in flight to measure.
 *
 * @param world that its sweep was made in
 * @param difference how the run differs from its sweep, empty where it does not
 * @param start which schedule it starts with
 * @param seed of the sweep, its noise, the run's luck and the search
 */
public record ReplanCell(String world, Optional<Difference> difference, Start start, long seed) {

  /** The schedule that a run starts with. */
  public enum Start {
    /** The best run's own. */
    PROVEN,
    /** The untried plan of the first night, where there is one. */
    PLANNED
  }
}
