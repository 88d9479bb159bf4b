package io.lode.lab.world;

import java.util.Arrays;

/**
 * Minimizes a smooth function over a convex set by the spectral projected gradient method of
 * Birgin, Martinez and Raydan (2000).
 *
 * <p>Each iteration moves along {@code P(x - s g) - x}, with s the Barzilai-Borwein step, and
 * backtracks until the value is below the largest of the last ten by a sufficient decrease. The
 * best point seen is returned.
 */
final class SpectralProjectedGradient {

  private static final int MEMORY = 10;
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double SMALLEST_STEP = 1e-10;
  private static final double LARGEST_STEP = 1e6;
  private static final double CONVERGED = 1e-9;

  private final Problem problem;

  SpectralProjectedGradient(Problem problem) {
    this.problem = problem;
  }

  /** A function over a convex set. */
  interface Problem {

    /** The value at a point of the set; infinite where the point is not allowed. */
    double value(double[] x);

    /** The derivative at a point with a finite value. */
    double[] gradient(double[] x);

    /** Moves a point to the nearest one of the set, in place. */
    void project(double[] x);
  }

  /**
   * The best point seen from a start; the start itself, projected, where its value is infinite.
   *
   * @param start any point
   * @param iterations at most
   */
  double[] minimize(double[] start, int iterations) {
    double[] x = start.clone();
    problem.project(x);
    double value = problem.value(x);
    if (Double.isInfinite(value)) {
      return x;
    }
    double[] best = x;
    double bestValue = value;
    double[] recent = new double[MEMORY];
    Arrays.fill(recent, value);
    double[] gradient = problem.gradient(x);
    double step = 1 / Math.max(1e-12, largest(gradient));
    for (int iteration = 1; iteration <= iterations; iteration++) {
      double[] direction = direction(x, gradient, step);
      if (largest(direction(x, gradient, 1)) < CONVERGED) {
        break;
      }
      double slope = dot(gradient, direction);
      double limit = Arrays.stream(recent).max().getAsDouble();
      double length = 1;
      double[] next = along(x, direction, length);
      double nextValue = problem.value(next);
      while (!(nextValue <= limit + SUFFICIENT_DECREASE * length * slope)) {
        length *= 0.4;
        if (length < 1e-12) {
          return best;
        }
        next = along(x, direction, length);
        nextValue = problem.value(next);
      }
      double[] nextGradient = problem.gradient(next);
      step = barzilaiBorwein(x, next, gradient, nextGradient);
      x = next;
      gradient = nextGradient;
      recent[iteration % MEMORY] = nextValue;
      if (nextValue < bestValue) {
        best = next;
        bestValue = nextValue;
      }
    }
    return best;
  }

  private double[] direction(double[] x, double[] gradient, double step) {
    double[] moved = along(x, gradient, -step);
    problem.project(moved);
    return along(moved, x, -1);
  }

  private static double barzilaiBorwein(
      double[] x, double[] next, double[] gradient, double[] nextGradient) {
    double[] move = along(next, x, -1);
    double curvature = dot(move, along(nextGradient, gradient, -1));
    return curvature <= 0
        ? LARGEST_STEP
        : Math.min(LARGEST_STEP, Math.max(SMALLEST_STEP, dot(move, move) / curvature));
  }

  private static double[] along(double[] x, double[] direction, double length) {
    double[] moved = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      moved[i] = x[i] + length * direction[i];
    }
    return moved;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
