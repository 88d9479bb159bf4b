package io.lode.ode;

import ai.djl.ndarray.NDArray;

/** The right-hand side of an ordinary differential equation, for a batch of states at once. */
@FunctionalInterface
public interface VectorField {

  /**
   * The derivative of each row's state with respect to time.
   *
   * <p>Must be a pure function of its arguments. Its results belong to the state's manager, so the
   * state, and never a parameter, is the receiver of the first operation.
   *
   * @param time one value for all rows, or one a row in the order of the state's rows
   * @param state (row..., channel)
   * @return (row..., channel)
   */
  NDArray derivative(double[] time, NDArray state);
}
