package io.lode.jobs.ingest.delivery;

import io.lode.jobs.ingest.merge.RunCurve;
import io.lode.jobs.ingest.rows.RunKey;
import io.lode.jobs.store.tables.WrittenFiles;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
  final Notices notices = new Notices();
  final Map<String, Long> rejectedByReason = new TreeMap<>();

  /** Runs of each group that have delivered observations. */
  final Map<String, Long> runsByGroup = new HashMap<>();

  /** The most steps that a merged run of each group shows. */
  final Map<String, Double> stepsByGroup = new HashMap<>();

  /** How far each delivered run came by when. */
  final List<RunCurve> curves = new ArrayList<>();

  /** The steps that each delivered run shows its group to take, 0 where it shows none. */
  final Map<RunKey, Double> lengths = new HashMap<>();

  long rejected() {
    return rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  void add(WrittenPart other) {
    observationFiles = observationFiles.and(other.observationFiles);
    trajectoryFiles = trajectoryFiles.and(other.trajectoryFiles);
    rejectedFiles = rejectedFiles.and(other.rejectedFiles);
    observations += other.observations;
    joined += other.joined;
    notices.addAll(other.notices);
    curves.addAll(other.curves);
    lengths.putAll(other.lengths);
    other.rejectedByReason.forEach((reason, n) -> rejectedByReason.merge(reason, n, Long::sum));
    other.runsByGroup.forEach((group, n) -> runsByGroup.merge(group, n, Long::sum));
    other.stepsByGroup.forEach((group, n) -> stepsByGroup.merge(group, n, Math::max));
  }
}
