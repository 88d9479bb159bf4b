package io.lode.jobs;

/** The command line, a setting or a source file is wrong: exit status 2. */
public final class UsageException extends JobException {

  private static final long serialVersionUID = 1L;

  /**
   * Says what was wrong.
   *
   * @param message one line: where, what was found, what was expected
   */
  public UsageException(String message) {
    this(message, null);
  }

  /**
   * Says what was wrong and keeps what revealed it.
   *
   * @param message one line: where, what was found, what was expected
   * @param cause shown with {@code --verbose}
   */
  public UsageException(String message, Throwable cause) {
    super(2, message, cause);
  }
}
