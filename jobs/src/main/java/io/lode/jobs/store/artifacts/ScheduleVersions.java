package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.files.VersionedFolder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Published schedules as versions. A schedule that equals the latest version makes no new version.
 * A version that is damaged, or belongs elsewhere, counts as none.
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
    SoundVersions<ScheduleArtifact> versions = sound();
    IntPredicate same =
        version -> versions.read(version).filter(one -> saysTheSame(one, artifact)).isPresent();
    return versions
        .latest()
        .filter(latest -> saysTheSame(latest, artifact))
        .map(ScheduleArtifact::version)
        .orElseGet(
            () ->
                folder.publish(
                    same, version -> ScheduleArtifactJson.write(artifact.withVersion(version))));
  }

  /** What the latest version says; empty where nothing was published that can be read. */
  public Optional<ScheduleArtifact> latest() {
    return sound().latest();
  }

  /** The versions that can be read, and are of this folder. */
  public SoundVersions<ScheduleArtifact> sound() {
    return new SoundVersions<>(folder, new OfFolder(folder));
  }

  /** Whether a version says the same, whenever it was made. */
  private static boolean saysTheSame(ScheduleArtifact published, ScheduleArtifact artifact) {
    return Arrays.equals(
        ScheduleArtifactJson.write(
            published.withVersion(0).createdAt(artifact.provenance().created())),
        ScheduleArtifactJson.write(artifact.withVersion(0)));
  }

  /** Reads schedules and refuses those of another folder. */
  private record OfFolder(VersionedFolder folder)
      implements SoundVersions.Reader<ScheduleArtifact> {

    @Override
    public ScheduleArtifact read(byte[] bytes, String path) {
      ScheduleArtifact artifact = ScheduleArtifactJson.read(bytes, path);
      Artifacts artifacts = new Artifacts(folder.files());
      Horizon horizon = new Horizon(artifact.horizon());
      VersionedFolder own =
          artifact.run() == null
              ? artifacts.schedules(artifact.group(), horizon)
              : artifacts.plans(artifact.group(), artifact.run(), horizon);
      if (!own.folder().equals(folder.folder()) && !isOfLongRun(artifacts, artifact)) {
        throw new ArtifactException(path + " is of " + own.folder());
      }
      return artifact;
    }

    /** The plan of a long run lies under its steps, that of no known end in a folder of its own. */
    private boolean isOfLongRun(Artifacts artifacts, ScheduleArtifact artifact) {
      return artifact.run() == null
          && (artifact.longRun().cooldowns() != null
                  ? artifacts.anytime(artifact.group())
                  : artifacts.longRuns(artifact.group(), Math.round(artifact.totalSteps())))
              .folder()
              .equals(folder.folder());
    }

    @Override
    public OptionalInt number(ScheduleArtifact value) {
      return OptionalInt.of(value.version());
    }
  }
}
