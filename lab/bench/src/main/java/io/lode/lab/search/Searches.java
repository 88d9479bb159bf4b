package io.lode.lab.search;

import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.search.nightly.NightlySearch;
import java.util.List;

/** The searches that need no model of their own: the product's, and others to compare with it. */
public final class Searches {

  private Searches() {}

  /** All of them, the product's first. */
  public static List<ScheduleSearch> all(SearchConfig config) {
    return List.of(
        NightlySearch.standard(config),
        new NightlySearch(FreeExplorer.planning(config), config),
        new NightlySearch(FreeExplorer.bayesian(), config),
        new NightlySearch(new RandomExplorer(), config),
        new NightlySearch(new RepeatExplorer(), config));
  }
}
