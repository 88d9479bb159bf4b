package io.lode.trajectory;

import java.util.Locale;

/** How a run ended, or that it has not. */
public enum RunStatus {
  /** Still training when it was last read. */
  RUNNING,
  /** Reached its total number of steps. */
  COMPLETED,
  /** Ended before its total number of steps with finite metrics. */
  STOPPED,
  /** Its loss became infinite, NaN, or left the range it started in. */
  DIVERGED,
  /** It stayed where it was in its first steps while other runs of its group got much further. */
  PLATEAU;

  /** The name used in tables and JSON, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a status by its label.
   *
   * @throws IllegalArgumentException if no status has this label
   */
  public static RunStatus of(String label) {
    for (RunStatus status : values()) {
      if (status.label().equals(label)) {
        return status;
      }
    }
    throw new IllegalArgumentException(
        "status must be running, completed, stopped, diverged or plateau, found '" + label + "'");
  }
}
