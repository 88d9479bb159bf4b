package io.lode.training;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Weighted normal equations of shared parameters and one offset a run, solved by eliminating the
 * offsets.
 */
final class NormalEquations {

  private final int count;
  private final double[] matrix;
  private final double[] gradient;
  private final double[][] cross;
  private final double[] offsetDiagonal;
  private final double[] offsetGradient;

  /** A step in the shared parameters and in every run's offset. */
  record Step(double[] shared, double[] offsets) {}

  /** Starts from the priors' own precision and gradient. */
  NormalEquations(ModalPrior prior, double[] parameters, double[] offsets, double offsetPrecision) {
    count = parameters.length;
    matrix = new double[count * count];
    gradient = new double[count];
    cross = new double[offsets.length][count];
    offsetDiagonal = new double[offsets.length];
    offsetGradient = new double[offsets.length];
    for (int i = 0; i < count; i++) {
      gradient[i] = prior.slope(parameters, i);
      System.arraycopy(prior.precision()[i], 0, matrix, i * count, count);
    }
    for (int run = 0; run < offsets.length; run++) {
      offsetDiagonal[run] = offsetPrecision;
      offsetGradient[run] = offsetPrecision * offsets[run];
    }
  }

  /**
   * Adds one observation.
   *
   * @param row derivative of the residual by the shared parameters, read at once
   * @param offsetSlope derivative by the run's offset
   */
  void add(int run, double[] row, double offsetSlope, double residual, double weight) {
    double[] crossRow = cross[run];
    for (int i = 0; i < count; i++) {
      double weighted = weight * row[i];
      gradient[i] += weighted * residual;
      crossRow[i] += weighted * offsetSlope;
      int start = i * count;
      for (int j = 0; j <= i; j++) {
        matrix[start + j] += weighted * row[j];
      }
    }
    offsetDiagonal[run] += weight * offsetSlope * offsetSlope;
    offsetGradient[run] += weight * offsetSlope * residual;
  }

  /**
   * Solves with the diagonal enlarged by a factor.
   *
   * @throws IllegalStateException if the equations are not positive definite or not finite
   */
  Step solve(double damping) {
    DMatrixRMaj left = new DMatrixRMaj(count, count);
    DMatrixRMaj right = new DMatrixRMaj(count, 1);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double value = matrix[i * count + j] * (i == j ? 1 + damping : 1);
        left.set(i, j, value);
      }
      right.set(i, 0, -gradient[i]);
    }
    double[] diagonal = new double[cross.length];
    for (int run = 0; run < cross.length; run++) {
      diagonal[run] = offsetDiagonal[run] * (1 + damping);
      double[] crossRow = cross[run];
      for (int i = 0; i < count; i++) {
        double scaled = crossRow[i] / diagonal[run];
        for (int j = 0; j <= i; j++) {
          left.add(i, j, -scaled * crossRow[j]);
        }
        right.add(i, 0, scaled * offsetGradient[run]);
      }
    }
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < count; j++) {
        left.set(i, j, left.get(j, i));
      }
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
    if (!solver.setA(left)) {
      throw new IllegalStateException(
          "normal equations of the modal fit are not positive definite");
    }
    DMatrixRMaj solution = new DMatrixRMaj(count, 1);
    solver.solve(right, solution);
    double[] shared = solution.getData();
    double[] offsets = new double[cross.length];
    for (int run = 0; run < offsets.length; run++) {
      double sum = offsetGradient[run];
      for (int i = 0; i < count; i++) {
        sum += cross[run][i] * shared[i];
      }
      offsets[run] = -sum / diagonal[run];
    }
    return new Step(shared, offsets);
  }
}
