package io.lode.lab.prove;

import io.lode.forecast.Horizon;
import io.lode.jobs.trial.Trials;
import io.lode.lab.prove.Scheduling.Published;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * LODE's store of a head-to-head. It learns of what ran when it is first asked for something that
 * was not decided before: what was decided then needed no store, which may be gone.
 */
final class NightlyStore {

  private static final String STORE = "stores/lode";

  private final Scheduling scheduling;
  private final Trials trials;

  /** The sweep and the nights that ran, in their order. */
  private final List<String> parts = new ArrayList<>();

  private int learnt;

  NightlyStore(Scheduling scheduling, Trials trials) {
    this.scheduling = scheduling;
    this.trials = trials;
  }

  /** Says that a part of the head-to-head's folder holds runs to learn from. */
  void ran(String part) {
    parts.add(part);
  }

  /** The store, which has learnt all that ran, each part once. */
  Path learned() {
    Path store = trials.folder(STORE);
    if (learnt < parts.size()) {
      for (; learnt < parts.size(); learnt++) {
        scheduling.ingest(store, trials.folder(parts.get(learnt)));
      }
      scheduling.train(store);
    }
    return store;
  }

  /** What LODE proposes for a horizon. */
  List<Published> propose(Horizon horizon, int count) {
    return scheduling.propose(learned(), horizon, count);
  }

  /** What LODE publishes for a horizon under policy planned. */
  Published planned(Horizon horizon) {
    return scheduling.planned(learned(), horizon);
  }

  /** What LODE publishes under policy proven. */
  Published proven() {
    return scheduling.proven(learned());
  }
}
