package io.lode.lab.prove;

import io.lode.forecast.Horizon;
import io.lode.jobs.trial.Trials;
import java.util.ArrayList;
import java.util.List;

/**
 * LODE's store of a head-to-head. It learns of what ran when it is first asked for something that
 * was not decided before: what was decided then needed no store, which may be gone.
 */
final class NightlyStore {

  private final ProofStore store;
  private final Trials trials;

  /** The sweep and the nights that ran, in their order. */
  private final List<String> parts = new ArrayList<>();

  private int learnt;

  /**
   * Prepares a store that has learnt nothing yet.
   *
   * @param store that learns
   * @param trials in whose folder the runs are
   */
  NightlyStore(ProofStore store, Trials trials) {
    this.store = store;
    this.trials = trials;
  }

  /** Says that a part of the head-to-head's folder holds runs to learn from. */
  void ran(String part) {
    parts.add(part);
  }

  /** The store, which has learnt all that ran, each part once. */
  ProofStore learned() {
    if (learnt < parts.size()) {
      for (; learnt < parts.size(); learnt++) {
        store.ingest(trials.folder(parts.get(learnt)));
      }
      store.train();
    }
    return store;
  }

  /** What LODE proposes for a horizon. */
  List<Published> propose(Horizon horizon, int count) {
    return learned().propose(horizon, count);
  }

  /** What LODE publishes for a horizon under policy planned. */
  Published planned(Horizon horizon) {
    return learned().planned(horizon);
  }

  /** What LODE publishes for a run of so many steps, longer than those of the sweep. */
  Published planned(long steps) {
    return learned().planned(steps);
  }

  /** What LODE publishes under policy proven. */
  Published proven() {
    return learned().proven();
  }
}
