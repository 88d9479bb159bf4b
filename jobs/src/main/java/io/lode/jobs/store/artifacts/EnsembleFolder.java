package io.lode.jobs.store.artifacts;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.EnsembleCard;
import io.lode.artifact.Safetensors;
import io.lode.jobs.Notices;
import io.lode.jobs.store.artifacts.Finding.Repair;
import io.lode.jobs.store.artifacts.Finding.State;
import io.lode.jobs.store.files.SetAside;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.trajectory.GroupKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The files of one ensemble, and what is done where one is damaged: it is restored, where the store
 * keeps it twice, or else the ensemble is set aside, so that {@code train} fits it again.
 *
 * @param artifacts of the store
 * @param group that it was fitted to
 * @param id its name
 */
record EnsembleFolder(Artifacts artifacts, GroupKey group, String id) {

  private static final String CARD = "card.json";
  private static final String PARAMETERS = "parameters.safetensors";

  /**
   * Mends the ensemble, and tells the user.
   *
   * @param damage what is wrong, which names the file
   * @return whether the ensemble can be read again
   */
  boolean mend(ArtifactException damage) {
    Notices.tell(mended(damage).line());
    return isSound();
  }

  /**
   * Looks at every file.
   *
   * @return what is wrong; empty where nothing is
   */
  Optional<Finding> check(Repair repair) {
    for (String name : List.of(CARD, PARAMETERS)) {
      try {
        requireSound(name);
        if (name.equals(CARD) && !isOf(EnsembleCard.read(read(CARD), CARD))) {
          return Optional.of(Finding.strange(folder()));
        }
      } catch (ArtifactException e) {
        return Optional.of(
            repair == Repair.MEND
                ? mended(e)
                : new Finding(
                    folder(),
                    e.getMessage(),
                    "lode check --repair restores it or sets it aside, lode train fits it again",
                    State.DAMAGED));
      }
    }
    return Optional.empty();
  }

  private Finding mended(ArtifactException damage) {
    StoreFiles files = artifacts.files();
    boolean restored = false;
    for (String one : List.of(Checksums.FILE, CARD, PARAMETERS)) {
      String path = folder() + "/" + one;
      Optional<byte[]> original = files.original(path);
      if (original.isPresent()
          && files.read(path).filter(now -> Arrays.equals(now, original.get())).isEmpty()) {
        files.replace(path, original.get());
        restored = true;
      }
    }
    if (restored && isSound()) {
      return new Finding(folder(), damage.getMessage(), "it is restored", State.MENDED);
    }
    String aside = SetAside.folder(files, folder());
    return new Finding(
        folder(),
        damage.getMessage(),
        "the ensemble is set aside as " + aside + ", lode train fits it again",
        State.MENDED);
  }

  private boolean isSound() {
    try {
      requireSound(CARD);
      requireSound(PARAMETERS);
      return true;
    } catch (ArtifactException e) {
      return false;
    }
  }

  private void requireSound(String name) {
    String path = folder() + "/" + name;
    byte[] bytes = read(name);
    if (name.equals(CARD)) {
      EnsembleCard.read(bytes, path);
    } else {
      Safetensors.read(bytes, path);
    }
  }

  /** Whether a card is that of the folder; else somebody has copied the ensemble here. */
  boolean isOf(EnsembleCard card) {
    return card.id().equals(id)
        && card.model().equals(group.model())
        && card.dataset().equals(group.dataset())
        && card.optimizer().equals(group.optimizer());
  }

  private byte[] read(String name) {
    return artifacts
        .readEnsemble(group, id, name)
        .orElseThrow(() -> new ArtifactException(folder() + "/" + name + " is missing"));
  }

  private String folder() {
    return artifacts.ensemblePath(group, id);
  }
}
