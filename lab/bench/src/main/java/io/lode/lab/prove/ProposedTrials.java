package io.lode.lab.prove;

import io.lode.jobs.trial.Trial;
import io.lode.lab.prove.Decisions.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proposals as trials, with seeds as {@link Tuning} has them: a new schedule runs under the first
 * seed of the sweep, so that it is compared with the sweep's runs under the same noise; a repeat
 * runs under the next seed that its schedule has not had.
 */
final class ProposedTrials {

  private final long firstSeed;
  private final List<Long> judged;

  /** Of every trial by its name, the settings that had its schedule first. */
  private final Map<String, Map<String, String>> first = new HashMap<>();

  private final Map<Map<String, String>, Set<Long>> seeds = new HashMap<>();

  /**
   * Starts from a sweep.
   *
   * @param sweep all its trials, at least one
   * @param judged seeds that only the final runs may use
   */
  ProposedTrials(List<Trial> sweep, List<Long> judged) {
    firstSeed = sweep.get(0).seed();
    this.judged = judged;
    sweep.forEach(trial -> add(trial, trial.settings()));
  }

  /** The trials of one night's proposals; those of the nights before must have been made. */
  List<Trial> of(List<Decision> proposals) {
    List<Trial> trials = new ArrayList<>();
    for (Decision proposal : proposals) {
      Map<String, String> settings = proposal.settings();
      Map<String, String> like =
          proposal.repeats() == null ? settings : first.getOrDefault(proposal.repeats(), settings);
      Set<Long> taken = seeds.getOrDefault(like, Set.of());
      long seed = firstSeed;
      while (judged.contains(seed) || taken.contains(seed)) {
        seed++;
      }
      Trial trial = new Trial(settings, seed);
      add(trial, like);
      trials.add(trial);
    }
    return trials;
  }

  private void add(Trial trial, Map<String, String> like) {
    first.put(trial.name(), like);
    seeds.computeIfAbsent(like, settings -> new HashSet<>()).add(trial.seed());
  }
}
