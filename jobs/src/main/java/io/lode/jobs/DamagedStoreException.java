package io.lode.jobs;

/** Files of the store are damaged or missing, and the command cannot do without: exit status 1. */
public final class DamagedStoreException extends JobException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what is damaged.
   *
   * @param message one line: which file, what was found, what to do
   * @param cause shown with {@code --verbose}, or null
   */
  public DamagedStoreException(String message, Throwable cause) {
    super(1, message, cause);
  }
}
