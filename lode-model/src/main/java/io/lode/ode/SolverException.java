package io.lode.ode;

/** An initial value problem that could not be solved within its tolerance or number of steps. */
public final class SolverException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what went wrong, and where. */
  public SolverException(String message) {
    super(message);
  }
}
