package io.lode.search.nightly;

import io.lode.forecast.ProvidedClasses;
import io.lode.search.ScheduleSearch;
import io.lode.search.SearchConfig;
import io.lode.search.propose.Explorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Nightly searches whose {@link Explorer} comes from a jar on the class path. The jar names the
 * class in {@code META-INF/services/io.lode.search.propose.Explorer}.
 */
public final class ProvidedSearches {

  private static final List<String> BUILT_IN = List.of(NightlySearch.NAME, NightlySearch.LATENT);

  private ProvidedSearches() {}

  /**
   * The names of all searches: LODE's own, then those of jars.
   *
   * @throws IllegalArgumentException if a provided explorer cannot be loaded or its name is taken
   */
  public static List<String> names() {
    List<String> names = new ArrayList<>(BUILT_IN);
    names.addAll(provided().keySet());
    return names;
  }

  /**
   * The search with the explorer of a jar.
   *
   * @param name of the explorer
   * @throws IllegalArgumentException if no jar provides an explorer of that name
   */
  public static ScheduleSearch named(String name, SearchConfig config) {
    Explorer explorer = provided().get(name);
    if (explorer == null) {
      throw new IllegalArgumentException(
          "search must be one of " + String.join(", ", names()) + ", found '" + name + "'");
    }
    return new NightlySearch(explorer, config);
  }

  private static Map<String, Explorer> provided() {
    return ProvidedClasses.byName(Explorer.class, "search", Explorer::name, BUILT_IN);
  }
}
