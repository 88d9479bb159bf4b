package io.lode.prior;

/** A prior was to be judged by runs that it was estimated from. */
public final class SeenGroupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With the group or run that was seen. */
  public SeenGroupException(String message) {
    super(message);
  }
}
