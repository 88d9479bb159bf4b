package io.lode.jobs.bench;

import io.lode.forecast.Horizon;
import io.lode.search.NightlySearch;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.simulation.Worlds;
import io.lode.training.LatentConfig;
import io.lode.training.LatentTrainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which loops of nights to measure: every combination of the lists.
 *
 * @param worlds names of worlds
 * @param variant of the worlds with a closed form; a network world's task is drawn by each seed
 * @param searches names of search strategies
 * @param sweepSizes runs of the first sweep
 * @param horizons where the objective counts
 * @param seeds number of seeds, from 0
 * @param nights nights of proposals
 * @param proposals schedules tried each night
 * @param repeats fresh seeds that judge a published schedule in network worlds
 * @param threads loops that run at once
 * @param latent fit of the papers' model, where its search is measured
 */
public record RegretPlan(
    List<String> worlds,
    long variant,
    List<String> searches,
    List<Integer> sweepSizes,
    List<Horizon> horizons,
    int seeds,
    int nights,
    int proposals,
    int repeats,
    int threads,
    LatentConfig latent) {

  private static final String NETWORK = "network";

  /** Checks names and counts. */
  public RegretPlan {
    List<String> known = List.copyOf(strategies(latent).keySet());
    for (String search : searches) {
      if (!known.contains(search)) {
        throw new IllegalArgumentException(
            "search must be one of " + String.join(", ", known) + ", found '" + search + "'");
      }
    }
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

  /** The searches by name. */
  Map<String, ScheduleSearch> strategies() {
    return strategies(latent);
  }

  private static Map<String, ScheduleSearch> strategies(LatentConfig latent) {
    Map<String, ScheduleSearch> byName = new LinkedHashMap<>();
    NightlySearch.all(SearchConfig.standard()).forEach(search -> byName.put(search.name(), search));
    ScheduleSearch ofPapers =
        NightlySearch.latent(
            SearchConfig.standard(), sweep -> new LatentTrainer(latent).fit(sweep));
    byName.put(ofPapers.name(), ofPapers);
    return byName;
  }

  /** The loops, in the order of the lists, the seeds innermost. */
  List<RegretCell> cells() {
    List<RegretCell> cells = new ArrayList<>();
    for (String world : worlds) {
      for (String search : searches) {
        for (int size : sweepSizes) {
          for (Horizon horizon : horizons) {
            for (long seed = 0; seed < seeds; seed++) {
              cells.add(
                  new RegretCell(
                      Worlds.named(world, world.startsWith(NETWORK) ? seed + 1 : variant),
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
    return cells;
  }
}
