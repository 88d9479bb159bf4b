package io.lode.jobs.ingest.rows;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Names a run in the store.
 *
 * @param group the group's path
 * @param run the run's name
 */
public record RunKey(String group, String run) implements Comparable<RunKey>, Serializable {

  private static final Comparator<RunKey> ORDER =
      Comparator.comparing(RunKey::group).thenComparing(RunKey::run);

  @Override
  public int compareTo(RunKey other) {
    return ORDER.compare(this, other);
  }
}
