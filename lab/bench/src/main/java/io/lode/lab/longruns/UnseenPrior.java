package io.lode.lab.longruns;

import io.lode.prior.GroupEvidence;
import io.lode.prior.Prior;
import io.lode.prior.PriorArtifact;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The prior that comes with LODE, without the source that a group is from: its relatives share
 * data, code or authors with it, so that a forecast under them is no test.
 */
final class UnseenPrior {

  private UnseenPrior() {}

  /** A prior that has seen no group of the sources that know a run of this group. */
  static Prior of(Sweep sweep) {
    Prior bundled = PriorArtifact.bundled().prior();
    List<GroupEvidence> unknown = bundled.without(sweep).groups();
    Set<String> sources =
        bundled.groups().stream()
            .filter(group -> !unknown.contains(group))
            .map(group -> group.group().dataset())
            .collect(Collectors.toSet());
    return Prior.of(
        bundled.config(),
        bundled.groups().stream()
            .filter(group -> !sources.contains(group.group().dataset()))
            .toList());
  }
}
