package io.lode.model.crossgroup;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/** What is known of a code: small dense matrices, computed with EJML. */
final class Precision {

  private Precision() {}

  /** Solves {@code matrix x = right}, where the matrix is invertible. */
  static double[] solve(double[][] matrix, double[] right) {
    DMatrixRMaj solution = new DMatrixRMaj(right.length, 1);
    if (!CommonOps_DDRM.solve(
        new DMatrixRMaj(matrix), new DMatrixRMaj(right.length, 1, true, right), solution)) {
      throw new IllegalStateException("a matrix of " + right.length + " rows is singular");
    }
    return solution.getData().clone();
  }

  /** The inverse of an invertible matrix. */
  static double[][] inverse(double[][] matrix) {
    DMatrixRMaj result = new DMatrixRMaj(matrix);
    if (!CommonOps_DDRM.invert(result)) {
      throw new IllegalStateException("a matrix of " + matrix.length + " rows is singular");
    }
    double[][] rows = new double[matrix.length][matrix.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        rows[i][j] = 0.5 * (result.get(i, j) + result.get(j, i));
      }
    }
    return rows;
  }

  /** A lower triangle L with {@code L L'} the covariance, which must be positive definite. */
  static double[][] root(double[][] covariance) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(covariance.length, true);
    if (!cholesky.decompose(new DMatrixRMaj(covariance))) {
      throw new IllegalStateException(
          "a covariance of " + covariance.length + " rows is not positive definite");
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double[][] rows = new double[covariance.length][covariance.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        rows[i][j] = lower.get(i, j);
      }
    }
    return rows;
  }

  /**
   * What a run says of its group's code: precision and pull of its own code, blurred by how far a
   * run's code lies from its group's.
   *
   * @param precision of the run's own code, (code, code)
   * @param pull precision times the best step, (code)
   * @param width standard deviation of a run's code around its group's
   */
  static Blurred blurred(double[][] precision, double[] pull, double width) {
    int size = pull.length;
    double[][] mixed = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        mixed[i][j] = width * width * precision[i][j] + (i == j ? 1 : 0);
      }
    }
    DMatrixRMaj left = new DMatrixRMaj(mixed);
    DMatrixRMaj solved = new DMatrixRMaj(size, size);
    CommonOps_DDRM.solve(left.copy(), new DMatrixRMaj(precision), solved);
    double[][] rows = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rows[i][j] = 0.5 * (solved.get(i, j) + solved.get(j, i));
      }
    }
    return new Blurred(rows, solve(mixed, pull));
  }

  /** See {@link #blurred}. */
  record Blurred(double[][] precision, double[] pull) {}
}
