package io.lode.lab.varied;

import java.util.List;

/**
 * Which sweeps to measure: every combination of the lists.
 *
 * @param worlds names of worlds
 * @param settings kinds of settings that vary, joined by a plus sign, such as {@code strong+weak}
 * @param sizes runs of the first sweep
 * @param firstVariant of the worlds; the seed of a sweep is its world's variant
 * @param count variants
 * @param nights nights of proposals
 * @param proposals schedules tried each night
 * @param repeats fresh seeds that judge a schedule in network worlds
 */
public record VariedPlan(
    List<String> worlds,
    List<String> settings,
    List<Integer> sizes,
    long firstVariant,
    int count,
    int nights,
    int proposals,
    int repeats) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if there is nothing to measure
   */
  public VariedPlan {
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
    return worlds.size()
        * settings.size()
        * sizes.size()
        * count
        * VariedCell.Treatment.values().length;
  }
}
