package io.lode.jobs.store.artifacts;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.jobs.store.files.VersionedFolder;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Published schedules as versions. A schedule that equals the latest version makes no new version.
 *
 * @param folder of the versions
 */
public record ScheduleVersions(VersionedFolder folder) {

  /**
   * Publishes a schedule, unless the latest version says the same, or the newest one does, which is
   * made the latest.
   *
   * @param artifact of any version
   * @return the version that says it
   */
  public int publish(ScheduleArtifact artifact) {
    IntPredicate same = version -> isVersion(version, artifact);
    return folder
        .latestVersion()
        .filter(same::test)
        .orElseGet(
            () ->
                folder.publish(
                    same, version -> ScheduleArtifactJson.write(artifact.withVersion(version))));
  }

  /** Whether a version says the same, whenever it was made. */
  private boolean isVersion(int version, ScheduleArtifact artifact) {
    return folder
        .read(version)
        .map(bytes -> ScheduleArtifactJson.read(bytes, folder.path(version)))
        .filter(
            published ->
                Arrays.equals(
                    ScheduleArtifactJson.write(
                        published.withVersion(0).createdAt(artifact.provenance().created())),
                    ScheduleArtifactJson.write(artifact.withVersion(0))))
        .isPresent();
  }
}
