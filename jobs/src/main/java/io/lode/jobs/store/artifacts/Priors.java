package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.prior.PriorArtifact;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Priors in the store, as versions.
 *
 * @param files the store's files
 */
public record Priors(StoreFiles files) {

  private static final String FOLDER = "priors";

  /** The versions. */
  public VersionedFolder folder() {
    return new VersionedFolder(files, FOLDER);
  }

  /**
   * Publishes a prior, unless the newest version has the same id, which is made the latest.
   *
   * @param artifact of any version
   * @return the version that it is
   */
  public int publish(PriorArtifact artifact) {
    SoundVersions<PriorArtifact> versions = sound();
    return folder()
        .publish(
            version ->
                versions.read(version).filter(one -> one.id().equals(artifact.id())).isPresent(),
            version -> artifact.withVersion(version).write());
  }

  /** The latest prior; empty where none was published that can be read. */
  public Optional<PriorArtifact> latest() {
    return sound().latest();
  }

  /**
   * A version.
   *
   * @throws ArtifactException if it is damaged
   */
  public Optional<PriorArtifact> version(int version) {
    VersionedFolder folder = folder();
    return folder.read(version).map(bytes -> PriorArtifact.read(bytes, folder.path(version)));
  }

  /** The versions that can be read. */
  public SoundVersions<PriorArtifact> sound() {
    return new SoundVersions<>(folder(), new OfPriors());
  }

  private static final class OfPriors implements SoundVersions.Reader<PriorArtifact> {
    @Override
    public PriorArtifact read(byte[] bytes, String path) {
      return PriorArtifact.read(bytes, path);
    }

    @Override
    public OptionalInt number(PriorArtifact value) {
      return OptionalInt.of(value.version());
    }
  }
}
