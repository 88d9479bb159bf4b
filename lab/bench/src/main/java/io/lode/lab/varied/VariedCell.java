package io.lode.lab.varied;

import io.lode.lab.world.World;
import java.util.List;

/**
 * One loop of nights to measure.
 *
 * @param world where to train
 * @param kinds of settings that vary, see {@link HiddenEffect#of}
 * @param treatment what is done about them
 * @param sweepSize runs of the first sweep
 * @param nights nights of proposals after the first search
 * @param proposals schedules tried each night
 * @param repeats fresh seeds of every published schedule, in worlds without a closed form
 * @param seed of the sweep, its settings, its noise and the search
 */
record VariedCell(
    World world,
    List<String> kinds,
    Treatment treatment,
    int sweepSize,
    int nights,
    int proposals,
    int repeats,
    long seed) {

  /** What is done about the settings that vary. */
  enum Treatment {
    /** Nothing varies: every run has the best values. */
    HELD,
    /** They vary, and nobody looks at them. */
    IGNORED,
    /** They vary, and the search takes them as inputs. */
    INPUTS
  }
}
