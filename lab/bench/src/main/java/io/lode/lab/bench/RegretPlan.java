package io.lode.lab.bench;

import io.lode.ensemble.ForecasterKinds;
import io.lode.forecast.Horizon;
import io.lode.lab.world.Worlds;
import java.util.ArrayList;
import java.util.List;

/**
 * Which loops of nights to measure: every combination of the lists.
 *
 * @param worlds names of worlds
 * @param variant of the worlds with a closed form; a network world's task is drawn by each seed
 * @param forecasters names of what the searches listen to, beside the process
 * @param searches names of search strategies
 * @param sweepSizes runs of the first sweep
 * @param horizons where the objective counts
 * @param seeds number of seeds, from 0
 * @param nights nights of proposals
 * @param proposals schedules tried each night
 * @param repeats fresh seeds that judge a published schedule in network worlds
 * @param threads loops that run at once
 * @param methods settings of the forecasters and searches
 */
public record RegretPlan(
    List<String> worlds,
    long variant,
    List<String> forecasters,
    List<String> searches,
    List<Integer> sweepSizes,
    List<Horizon> horizons,
    int seeds,
    int nights,
    int proposals,
    int repeats,
    int threads,
    RegretMethods methods) {

  private static final String NETWORK = "network";

  /** Checks names and counts. */
  public RegretPlan {
    known("forecaster", ForecasterKinds.names(), forecasters);
    known("search", List.copyOf(methods.searches().keySet()), searches);
    if (seeds < 1 || nights < 0 || proposals < 1 || repeats < 2 || threads < 1) {
      throw new IllegalArgumentException(
          "seeds, proposals and threads must be at least 1, repeats at least 2, nights at least 0;"
              + " found "
              + seeds
              + ", "
              + proposals
              + ", "
              + threads
              + ", "
              + repeats
              + ", "
              + nights);
    }
  }

  /**
   * Checks names.
   *
   * @throws IllegalArgumentException if one is not known
   */
  static void known(String what, List<String> known, List<String> names) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            what + " must be one of " + String.join(", ", known) + ", found '" + name + "'");
      }
    }
  }

  /** The loops, in the order of the lists, the seeds innermost. */
  List<RegretCell> cells() {
    List<RegretCell> cells = new ArrayList<>();
    for (String world : worlds) {
      for (String forecaster : forecasters) {
        for (String search : searches) {
          for (int size : sweepSizes) {
            for (Horizon horizon : horizons) {
              for (long seed = 0; seed < seeds; seed++) {
                cells.add(
                    new RegretCell(
                        Worlds.named(world, world.startsWith(NETWORK) ? seed + 1 : variant),
                        forecaster,
                        search,
                        size,
                        horizon,
                        nights,
                        proposals,
                        repeats,
                        seed));
              }
            }
          }
        }
      }
    }
    return cells;
  }
}
