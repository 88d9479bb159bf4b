package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Horizon;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.trajectory.GroupKey;
import java.util.Arrays;
import java.util.List;
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
      List<String> own = own(new Artifacts(folder.files()), artifact);
      if (!own.contains(folder.folder())) {
        throw new ArtifactException(path + " is of " + own.get(0));
      }
      return artifact;
    }

    /** The folders that a schedule may lie in. */
    private static List<String> own(Artifacts artifacts, ScheduleArtifact artifact) {
      GroupKey group = artifact.group();
      Horizon horizon = new Horizon(artifact.horizon());
      if (artifact.run() != null) {
        return List.of(artifacts.plans(group, artifact.run(), horizon).folder());
      }
      if (artifact.longRun().cooldowns() != null) {
        return List.of(artifacts.anytime(group).folder());
      }
      String longRun = artifacts.longRuns(group, Math.round(artifact.totalSteps())).folder();
      // Plans of long runs that earlier builds published look like those of a horizon.
      return artifact.longRun().lengths().isEmpty()
          ? List.of(artifacts.schedules(group, horizon).folder(), longRun)
          : List.of(longRun);
    }

    @Override
    public OptionalInt number(ScheduleArtifact value) {
      return OptionalInt.of(value.version());
    }
  }
}
