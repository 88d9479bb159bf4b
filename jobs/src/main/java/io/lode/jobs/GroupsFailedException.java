package io.lode.jobs;

/** Some groups failed and the others are done: exit status 4. */
public final class GroupsFailedException extends JobException {

  private static final long serialVersionUID = 1L;

  /**
   * Names the groups that failed.
   *
   * @param message one line: how many groups failed, which, and the first reason
   */
  public GroupsFailedException(String message) {
    super(4, message, null);
  }
}
