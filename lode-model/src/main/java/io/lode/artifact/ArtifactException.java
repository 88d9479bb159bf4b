package io.lode.artifact;

/** A file that cannot be used; its message names the file, what was found and what was expected. */
public final class ArtifactException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a one-line message. */
  public ArtifactException(String message) {
    super(message);
  }

  /** With a one-line message and what led to it. */
  public ArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
