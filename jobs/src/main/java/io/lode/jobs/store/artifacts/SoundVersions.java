package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.jobs.Notices;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.Finding.State;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.VersionedFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The versions in a folder that can be read. Where one is damaged the work goes on: what can be
 * rebuilt is rebuilt, what cannot is set aside under a name that says so, and the user is told.
 *
 * @param <T> what a version says
 */
public final class SoundVersions<T> {

  /** How many bytes of a cut-off file tell which version it was a copy of. */
  private static final int TELLING_BYTES = 64;

  private static final String REPAIR = "lode check --repair ";

  private final VersionedFolder folder;
  private final Reader<T> reader;

  /** Reads what versions say. */
  public interface Reader<T> {

    /**
     * Reads a version.
     *
     * @param path of the file, for messages
     * @throws ArtifactException if it is damaged, or belongs elsewhere
     */
    T read(byte[] bytes, String path);

    /** The number of a version; empty where it does not say. */
    OptionalInt number(T value);
  }

  /** The versions of a folder. */
  public SoundVersions(VersionedFolder folder, Reader<T> reader) {
    this.folder = folder;
    this.reader = reader;
  }

  /** A version; empty where there is none, or it is damaged, and then it is set aside. */
  public Optional<T> read(int version) {
    Optional<byte[]> bytes = folder.read(version);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(bytes.get(), version));
    } catch (ArtifactException e) {
      return mend(version, e, finding -> Notices.tell(finding.line()));
    }
  }

  /** What the latest version says; empty where nothing was published that can be read. */
  public Optional<T> latest() {
    Optional<byte[]> bytes = folder.latest();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> sound = ifSound(bytes.get());
    return sound.isPresent()
        ? sound
        : mendLatest(bytes.get(), finding -> Notices.tell(finding.line()));
  }

  /** Whether there is a latest version that cannot be read. */
  public boolean isLatestDamaged() {
    return folder.latest().filter(bytes -> ifSound(bytes).isEmpty()).isPresent();
  }

  /** Looks at every version. */
  public List<Finding> check(Repair repair) {
    List<Finding> findings = new ArrayList<>();
    boolean told = false;
    for (int version : folder.versions()) {
      try {
        folder.read(version).ifPresent(bytes -> read(bytes, version));
      } catch (ArtifactException e) {
        if (repair == Repair.MEND) {
          mend(version, e, findings::add);
        } else {
          boolean twice = latestAs(version).isPresent();
          // The latest is then a copy of no version for no fault of its own.
          told |= twice;
          findings.add(
              damaged(
                  folder.path(version),
                  e.getMessage(),
                  twice ? "restores it from latest.json" : "sets it aside"));
        }
      }
    }
    Optional<byte[]> latest = folder.latest();
    if (!told && latest.isPresent() && ifSound(latest.get()).isEmpty()) {
      if (repair == Repair.MEND) {
        mendLatest(latest.get(), findings::add);
      } else {
        findings.add(
            damaged(folder.latestPath(), "it is no version", "makes it a copy of one again"));
      }
    } else if (latest.isEmpty() && !folder.versions().isEmpty()) {
      findings.add(missingLatest(repair));
    }
    return findings;
  }

  private static Finding damaged(String path, String found, String mending) {
    return new Finding(path, found, REPAIR + mending, State.DAMAGED);
  }

  private Finding missingLatest(Repair repair) {
    Optional<Integer> newest =
        repair == Repair.MEND ? newestSound(finding -> {}) : Optional.empty();
    if (newest.isEmpty()) {
      return damaged(folder.latestPath(), "it is missing", "makes it a copy of the newest version");
    }
    folder.makeLatest(newest.get());
    return new Finding(
        folder.latestPath(),
        "it was missing",
        "it is a copy of version " + newest.get() + " now",
        State.MENDED);
  }

  private T read(byte[] bytes, int version) {
    String path = folder.path(version);
    T value = reader.read(bytes, path);
    OptionalInt number = reader.number(value);
    if (number.isPresent() && number.getAsInt() != version) {
      throw new ArtifactException(path + " holds version " + number.getAsInt());
    }
    return value;
  }

  /** The latest, where it can be read and is a copy of a version. */
  private Optional<T> ifSound(byte[] latest) {
    try {
      T value = reader.read(latest, folder.latestPath());
      OptionalInt number = reader.number(value);
      boolean copy =
          number.isPresent()
              ? folder
                  .read(number.getAsInt())
                  .filter(bytes -> Arrays.equals(bytes, latest))
                  .isPresent()
              : folder.latestVersion().isPresent();
      return copy ? Optional.of(value) : Optional.empty();
    } catch (ArtifactException e) {
      return Optional.empty();
    }
  }

  /** The latest, where it can be read and says that it is a version. */
  private Optional<byte[]> latestAs(int version) {
    return folder
        .latest()
        .filter(
            bytes -> {
              try {
                return reader.number(reader.read(bytes, folder.latestPath())).orElse(0) == version;
              } catch (ArtifactException e) {
                return false;
              }
            });
  }

  private Optional<T> mend(int version, ArtifactException damage, Consumer<Finding> told) {
    String path = folder.path(version);
    String aside = SetAside.file(folder.files(), path);
    Optional<byte[]> copy = latestAs(version);
    if (copy.isPresent()) {
      folder.files().create(path, copy.get());
      told.accept(
          new Finding(
              path,
              damage.getMessage(),
              "it is restored from latest.json; the damaged file is " + aside,
              State.MENDED));
      return copy.map(bytes -> read(bytes, version));
    }
    told.accept(
        new Finding(
            path,
            damage.getMessage(),
            "version " + version + " is lost and set aside as " + aside,
            State.MENDED));
    return Optional.empty();
  }

  private Optional<T> mendLatest(byte[] latest, Consumer<Finding> told) {
    String path = folder.latestPath();
    for (int version : readableAs(latest)) {
      if (folder.read(version).isEmpty()) {
        folder.files().create(folder.path(version), latest);
        told.accept(
            new Finding(
                folder.path(version),
                "it was missing",
                "it is restored from latest.json",
                State.MENDED));
        return ifSound(latest);
      }
    }
    Optional<Integer> copied =
        cutOff(latest).or(() -> newestSound(told)).filter(version -> isSound(version));
    if (copied.isEmpty()) {
      String aside = SetAside.file(folder.files(), path);
      told.accept(
          new Finding(
              path, "it is no version", "no version can be read, so it is " + aside, State.MENDED));
      return Optional.empty();
    }
    folder.mendLatest(latest, copied.get());
    told.accept(
        new Finding(
            path,
            "it was no version",
            "it is a copy of version "
                + copied.get()
                + " again; where you had rolled back, do so again",
            State.MENDED));
    return folder.latest().flatMap(this::ifSound);
  }

  private List<Integer> readableAs(byte[] latest) {
    try {
      OptionalInt number = reader.number(reader.read(latest, folder.latestPath()));
      return number.isPresent() ? List.of(number.getAsInt()) : List.of();
    } catch (ArtifactException e) {
      return List.of();
    }
  }

  /** The version that a file holds the beginning of. */
  private Optional<Integer> cutOff(byte[] latest) {
    if (latest.length < TELLING_BYTES) {
      return Optional.empty();
    }
    return folder.versions().stream()
        .filter(
            version ->
                folder
                    .read(version)
                    .filter(bytes -> bytes.length > latest.length)
                    .filter(bytes -> Arrays.equals(Arrays.copyOf(bytes, latest.length), latest))
                    .isPresent())
        .findFirst();
  }

  private boolean isSound(int version) {
    try {
      return folder.read(version).map(bytes -> read(bytes, version)).isPresent();
    } catch (ArtifactException e) {
      return false;
    }
  }

  private Optional<Integer> newestSound(Consumer<Finding> told) {
    List<Integer> versions = folder.versions();
    for (int i = versions.size() - 1; i >= 0; i--) {
      int version = versions.get(i);
      try {
        if (folder.read(version).map(bytes -> read(bytes, version)).isPresent()) {
          return Optional.of(version);
        }
      } catch (ArtifactException e) {
        mend(version, e, told);
      }
    }
    return Optional.empty();
  }
}
