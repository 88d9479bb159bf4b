package io.lode.jobs.store.files;

import io.lode.artifact.Digests;

/**
 * Gives damaged files a name that says so, beside the old one: nothing is deleted, and no reader
 * looks at them.
 */
public final class SetAside {

  /** What the name of a damaged file holds. */
  public static final String MARK = ".damaged-";

  private static final int DIGITS = 8;

  private SetAside() {}

  /** Whether a name is that of something set aside. */
  public static boolean isAside(String name) {
    return name.contains(MARK);
  }

  /**
   * Sets a file aside.
   *
   * @return its path now, relative to the store
   */
  public static String file(StoreFiles files, String path) {
    String digest = Digests.sha256(files.read(path).orElse(new byte[0]));
    String aside = path + MARK + digest.substring(0, DIGITS);
    if (files.read(aside).isPresent()) {
      // The same bytes were set aside before.
      files.delete(path);
    } else {
      files.move(path, aside);
    }
    return aside;
  }

  /**
   * Sets a folder aside with all its files.
   *
   * @return its path now, relative to the store
   */
  public static String folder(StoreFiles files, String path) {
    String aside = path + MARK + System.currentTimeMillis();
    files.move(path, aside);
    return aside;
  }
}
