package io.lode.jobs.store.artifacts;

import java.util.Locale;

/**
 * One thing that is wrong in a store.
 *
 * @param path of the file or folder, relative to the store
 * @param found what is wrong with it
 * @param done what was done about it, or what would be with {@code --repair}, or has to be done by
 *     the user
 * @param state what has come of it
 */
public record Finding(String path, String found, String done, State state) {

  /** What has come of a finding. */
  public enum State {
    /** It is damaged, and can be mended. */
    DAMAGED,
    /** It was damaged, and is mended. */
    MENDED,
    /** It is damaged, and only the user can mend it. */
    LEFT,
    /** It is none of LODE's files. */
    STRANGE
  }

  /** What a check does about damage. */
  public enum Repair {
    /** Names it. */
    NONE,
    /** Names it and mends it. */
    MEND
  }

  /** A file or folder that is none of LODE's. */
  public static Finding strange(String path) {
    return new Finding(path, "it is none of LODE's files", "it is left alone", State.STRANGE);
  }

  /** One line for people. */
  public String line() {
    return state.name().toLowerCase(Locale.ROOT) + ": " + path + ": " + found + "; " + done;
  }
}
