package io.lode.jobs.group.longrun;

import io.lode.artifact.ScheduleArtifact;
import java.util.List;

/**
 * A training that goes on, with the schedule that was published for it.
 *
 * @param artifact the schedule, of the version that was published
 * @param path of that version, relative to the store
 * @param fromStep step of the checkpoint
 * @param lastStep last step that the run logged
 * @param warnings what a reader must know, one sentence each
 * @param earlier an earlier checkpoint that is worth more; null where none is
 */
public record ExtendedRun(
    ScheduleArtifact artifact,
    String path,
    double fromStep,
    double lastStep,
    List<String> warnings,
    Earlier earlier) {

  /**
   * An earlier checkpoint.
   *
   * @param step before the run's last cooldown
   * @param objective expected at the end of the training that goes on from there
   */
  public record Earlier(double step, double objective) {}

  /** Copies the warnings. */
  public ExtendedRun {
    warnings = List.copyOf(warnings);
  }
}
