package io.lode.jobs;

/** The input, or the store, held nothing that the command could work on: exit status 3. */
public final class NothingUsableException extends JobException {

  private static final long serialVersionUID = 1L;

  /**
   * Says where nothing usable was found.
   *
   * @param message one line: where was looked, what was found, what was expected
   */
  public NothingUsableException(String message) {
    super(3, message, null);
  }
}
