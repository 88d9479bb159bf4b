package io.lode.lab.bench;

import io.lode.ensemble.ForecasterKinds;
import io.lode.forecast.Horizon;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import java.util.ArrayList;
import java.util.List;

/**
 * Which first sweeps to measure: every combination of the lists.
 *
 * @param worlds names of worlds
 * @param firstVariant of the worlds; the seed of a sweep is its world's variant
 * @param count variants
 * @param forecaster what the search listens to, beside the process
 * @param search name of the search
 * @param sweeps how first sweeps are drawn
 * @param nights nights of proposals
 * @param proposals schedules tried each night
 * @param repeats fresh seeds that judge a schedule in network worlds
 * @param methods settings of the forecasters and searches
 */
public record FirstNightPlan(
    List<String> worlds,
    long firstVariant,
    int count,
    String forecaster,
    String search,
    List<FirstNightSweep> sweeps,
    int nights,
    int proposals,
    int repeats,
    RegretMethods methods) {

  /** Checks names and counts. */
  public FirstNightPlan {
    RegretPlan.known("forecaster", ForecasterKinds.names(), List.of(forecaster));
    RegretPlan.known("search", List.copyOf(methods.searches().keySet()), List.of(search));
    if (count < 1 || nights < 0 || proposals < 1 || repeats < 2) {
      throw new IllegalArgumentException(
          "variants and proposals must be at least 1, repeats at least 2, nights at least 0; found "
              + count
              + ", "
              + proposals
              + ", "
              + repeats
              + ", "
              + nights);
    }
  }

  int loops() {
    return worlds.size() * sweeps.size() * count;
  }

  /** The variants of a world. */
  List<World> variants(String name) {
    List<World> variants = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      variants.add(Worlds.named(name, firstVariant + i));
    }
    return variants;
  }

  /** The loop of one variant. */
  RegretCell cell(World world, FirstNightSweep sweep, int variant) {
    return new RegretCell(
        world,
        forecaster,
        search,
        sweep.size(),
        new Horizon(1.0),
        nights,
        proposals,
        repeats,
        firstVariant + variant);
  }
}
