package io.lode.model.crossgroup;

import io.lode.prior.RunFingerprint;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.List;

/**
 * A group that a model was trained on.
 *
 * @param group its name
 * @param runs fingerprints of its runs
 */
public record SeenGroup(GroupKey group, List<String> runs) implements Serializable {

  /** Copies the list. */
  public SeenGroup {
    runs = List.copyOf(runs);
  }

  static SeenGroup of(Sweep sweep) {
    return new SeenGroup(sweep.group(), RunFingerprint.of(sweep));
  }
}
