package io.lode.forecast;

/** A fit that could not be done; its message says for which group and why. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a one-line message. */
  public TrainingException(String message) {
    super(message);
  }
}
