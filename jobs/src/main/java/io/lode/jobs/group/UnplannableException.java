package io.lode.jobs.group;

/** Why one run in flight is left alone. */
final class UnplannableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a reason that can follow the run's name. */
  UnplannableException(String reason) {
    super(reason);
  }
}
