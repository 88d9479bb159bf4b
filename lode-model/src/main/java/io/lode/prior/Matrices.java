package io.lode.prior;

import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Dense matrices as arrays of rows, computed with EJML. */
final class Matrices {

  private Matrices() {}

  static double[][] identity(int count) {
    double[][] identity = new double[count][count];
    for (int i = 0; i < count; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  static double[][] diagonal(double[] values) {
    double[][] diagonal = new double[values.length][values.length];
    for (int i = 0; i < values.length; i++) {
      diagonal[i][i] = values[i];
    }
    return diagonal;
  }

  static double[][] transpose(double[][] matrix) {
    double[][] transposed = new double[matrix[0].length][matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < transposed.length; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }

  static double[][] product(double[][] left, double[][] right) {
    DMatrixRMaj result = new DMatrixRMaj(left.length, right[0].length);
    CommonOps_DDRM.mult(new DMatrixRMaj(left), new DMatrixRMaj(right), result);
    return rows(result);
  }

  static double[] product(double[][] left, double[] right) {
    double[] result = new double[left.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = dot(left[i], right);
    }
    return result;
  }

  /**
   * The inverse.
   *
   * @throws IllegalArgumentException if the matrix is singular
   */
  static double[][] inverse(double[][] matrix) {
    DMatrixRMaj result = new DMatrixRMaj(matrix);
    if (!CommonOps_DDRM.invert(result)) {
      throw new IllegalArgumentException("a matrix of " + matrix.length + " rows is singular");
    }
    return rows(result);
  }

  /** Inverse of a covariance, made symmetric. */
  static double[][] symmetricInverse(double[][] matrix) {
    return symmetric(inverse(matrix));
  }

  /** The mean of a matrix and its transpose. */
  static double[][] symmetric(double[][] matrix) {
    return combination(0.5, matrix, 0.5, transpose(matrix));
  }

  static double[][] sum(double[][] left, double[][] right) {
    return combination(1, left, 1, right);
  }

  static double[][] combination(
      double leftFactor, double[][] left, double rightFactor, double[][] right) {
    double[][] sum = new double[left.length][left[0].length];
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum[i].length; j++) {
        sum[i][j] = leftFactor * left[i][j] + rightFactor * right[i][j];
      }
    }
    return sum;
  }

  static double[] sum(double[] left, double[] right) {
    double[] sum = new double[left.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = left[i] + right[i];
    }
    return sum;
  }

  static double[] difference(double[] left, double[] right) {
    double[] difference = new double[left.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = left[i] - right[i];
    }
    return difference;
  }

  static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  /**
   * Logarithm of the determinant of a positive definite matrix.
   *
   * @throws IllegalArgumentException if it is not positive definite
   */
  static double logDeterminant(double[][] matrix) {
    double[][] factor =
        findRoot(matrix)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a matrix of " + matrix.length + " rows is not positive definite"));
    double sum = 0;
    for (int i = 0; i < matrix.length; i++) {
      sum += 2 * Math.log(factor[i][i]);
    }
    return sum;
  }

  /** A lower triangle L with {@code L L'} the matrix; empty if it is not positive definite. */
  static Optional<double[][]> findRoot(double[][] matrix) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(matrix.length, true);
    if (!cholesky.decompose(new DMatrixRMaj(matrix))) {
      return Optional.empty();
    }
    double[][] root = rows(cholesky.getT(null));
    for (double[] row : root) {
      if (!Arrays.stream(row).allMatch(Double::isFinite)) {
        return Optional.empty();
      }
    }
    return Optional.of(root);
  }

  /**
   * Along which directions a symmetric matrix stretches, and how much.
   *
   * @param values eigenvalues
   * @param vectors eigenvectors, one a column, orthonormal
   */
  record Axes(double[] values, double[][] vectors) {}

  /**
   * The axes of a symmetric matrix.
   *
   * @throws IllegalArgumentException if a value is not finite
   */
  static Axes axes(double[][] matrix) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(matrix.length, true, true);
    if (!eigen.decompose(new DMatrixRMaj(matrix))) {
      throw new IllegalArgumentException("a matrix of " + matrix.length + " rows has no axes");
    }
    double[] values = new double[matrix.length];
    double[][] vectors = new double[matrix.length][matrix.length];
    for (int j = 0; j < values.length; j++) {
      values[j] = eigen.getEigenvalue(j).getReal();
      DMatrixRMaj vector = eigen.getEigenVector(j);
      for (int i = 0; i < values.length; i++) {
        vectors[i][j] = vector.get(i, 0);
      }
    }
    return new Axes(values, vectors);
  }

  /** Adds a block on the diagonal, from a row on. */
  static void addBlock(double[][] matrix, int first, double[][] block) {
    for (int i = 0; i < block.length; i++) {
      for (int j = 0; j < block.length; j++) {
        matrix[first + i][first + j] += block[i][j];
      }
    }
  }

  private static double[][] rows(DMatrixRMaj matrix) {
    double[][] rows = new double[matrix.numRows][matrix.numCols];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = matrix.get(i, j);
      }
    }
    return rows;
  }
}
