package io.lode.jobs;

/**
 * Ends a command with a known exit status and one line that names what was found and what was
 * expected.
 */
public abstract sealed class JobException extends RuntimeException
    permits UsageException, NothingUsableException, GroupsFailedException, DamagedStoreException {

  private static final long serialVersionUID = 1L;

  private final int exitStatus;

  JobException(int exitStatus, String message, Throwable cause) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  /** The exit status of the command that this ends. */
  public int exitStatus() {
    return exitStatus;
  }
}
