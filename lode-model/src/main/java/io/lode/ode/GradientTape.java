package io.lode.ode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Values and gradients of scalar functions, one at a time in a JVM.
 *
 * <p>The engine allows a single gradient collector; a second caller waits here. Leaves are copied
 * for every evaluation, so that no gradient of an earlier one can linger, and everything made on
 * the way is closed.
 */
public final class GradientTape {

  private static final ReentrantLock LOCK = new ReentrantLock();

  private GradientTape() {}

  /**
   * A function's value and its gradients.
   *
   * @param value the scalar
   * @param gradients one a leaf, in the leaf's shape; zeros where it has no influence
   */
  public record Evaluation(double value, NDList gradients) implements AutoCloseable {
    @Override
    public void close() {
      gradients.close();
    }
  }

  /**
   * Evaluates a scalar function and its gradients.
   *
   * @param leaves what the function is differentiated by; unchanged
   * @param function of copies of the leaves, which belong to a manager that is closed afterwards;
   *     its result has one value
   * @return gradients of the leaves' manager; the caller closes them
   */
  public static Evaluation evaluate(NDList leaves, Function<NDList, NDArray> function) {
    NDManager owner = leaves.head().getManager();
    LOCK.lock();
    try (NDManager scope = owner.newSubManager()) {
      NDList copies = new NDList();
      for (NDArray leaf : leaves) {
        NDArray copy = leaf.duplicate();
        copy.attach(scope);
        copy.setRequiresGradient(true);
        copies.add(copy);
      }
      double value;
      try (GradientCollector collector = scope.getEngine().newGradientCollector()) {
        NDArray result = function.apply(copies);
        collector.backward(result);
        value = Tensors.values(result)[0];
      }
      NDList gradients = new NDList();
      for (NDArray copy : copies) {
        gradients.add(gradient(copy, owner));
      }
      return new Evaluation(value, gradients);
    } finally {
      LOCK.unlock();
    }
  }

  private static NDArray gradient(NDArray leaf, NDManager owner) {
    try (NDArray gradient = leaf.getGradient()) {
      NDArray copy = gradient == null ? leaf.zerosLike() : gradient.duplicate();
      copy.attach(owner);
      return copy;
    }
  }
}
