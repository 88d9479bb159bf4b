package io.lode.jobs;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the repository lies whose module is tested. */
public final class Checkout {

  private Checkout() {}

  /** The folder that holds {@code submit-scripts}: the module's folder or one above it. */
  public static Path folder() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("submit-scripts"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }
}
