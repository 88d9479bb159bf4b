package io.lode.jobs.ingest.delivery;

import io.lode.jobs.ingest.delivery.StoredRuns.Known;
import io.lode.jobs.ingest.rows.RunKey;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What tasks know of the stored trajectories of delivered runs.
 *
 * @param digests by key
 * @param removed those that were removed
 */
record StoredKeys(Map<RunKey, String> digests, Set<RunKey> removed) implements Serializable {

  static StoredKeys of(Collection<RunKey> delivered, Map<RunKey, Known> stored) {
    Map<RunKey, String> digests = new HashMap<>();
    Set<RunKey> removed = new HashSet<>();
    for (RunKey key : delivered) {
      Known known = stored.get(key);
      if (known != null) {
        digests.put(key, known.digest());
        if (known.removed()) {
          removed.add(key);
        }
      }
    }
    return new StoredKeys(digests, removed);
  }

  boolean isRemoved(RunKey key) {
    return removed.contains(key);
  }
}
