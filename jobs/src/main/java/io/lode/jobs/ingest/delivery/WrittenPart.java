package io.lode.jobs.ingest.delivery;

import io.lode.jobs.store.tables.WrittenFiles;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What one task wrote of a delivery, or several together. */
final class WrittenPart implements Serializable {

  private static final long serialVersionUID = 1L;

  WrittenFiles observationFiles = WrittenFiles.none();
  WrittenFiles trajectoryFiles = WrittenFiles.none();
  WrittenFiles rejectedFiles = WrittenFiles.none();
  long observations;
  long joined;
  long withoutObjective;
  final Map<String, Long> rejectedByReason = new TreeMap<>();

  /** Runs of each group that have delivered observations. */
  final Map<String, Long> runsByGroup = new HashMap<>();

  /** The most steps that a merged run of each group shows. */
  final Map<String, Double> stepsByGroup = new HashMap<>();

  long rejected() {
    return rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  void add(WrittenPart other) {
    observationFiles = observationFiles.and(other.observationFiles);
    trajectoryFiles = trajectoryFiles.and(other.trajectoryFiles);
    rejectedFiles = rejectedFiles.and(other.rejectedFiles);
    observations += other.observations;
    joined += other.joined;
    withoutObjective += other.withoutObjective;
    other.rejectedByReason.forEach((reason, n) -> rejectedByReason.merge(reason, n, Long::sum));
    other.runsByGroup.forEach((group, n) -> runsByGroup.merge(group, n, Long::sum));
    other.stepsByGroup.forEach((group, n) -> stepsByGroup.merge(group, n, Math::max));
  }
}
