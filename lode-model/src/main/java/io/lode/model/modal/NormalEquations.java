package io.lode.model.modal;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Weighted normal equations of shared parameters and one offset a run, solved by eliminating the
 * offsets.
 */
final class NormalEquations {

  /** Observations that are added in one pass over the matrix. */
  private static final int BLOCK = 4;

  private final int count;
  private final double[][] matrix;
  private final double[] gradient;
  private final double[][] cross;
  private final double[] offsetDiagonal;
  private final double[] offsetGradient;

  /** Observations not yet in the matrix, (observation, parameter), and their weights. */
  private final double[][] pending;

  private final double[] pendingWeight = new double[BLOCK];
  private int waiting;

  /** A step in the shared parameters and in every run's offset. */
  record Step(double[] shared, double[] offsets) {}

  /** Starts from the priors' own precision and gradient. */
  NormalEquations(ModalPrior prior, double[] parameters, double[] offsets, double offsetPrecision) {
    count = parameters.length;
    matrix = new double[count][];
    pending = new double[BLOCK][count];
    gradient = new double[count];
    cross = new double[offsets.length][count];
    offsetDiagonal = new double[offsets.length];
    offsetGradient = new double[offsets.length];
    for (int i = 0; i < count; i++) {
      gradient[i] = prior.slope(parameters, i);
      matrix[i] = Arrays.copyOf(prior.precision()[i], i + 1);
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
    double[] kept = pending[waiting];
    double crossWeight = weight * offsetSlope;
    double gradientWeight = weight * residual;
    for (int i = 0; i < count; i++) {
      kept[i] = row[i];
      gradient[i] += gradientWeight * row[i];
      crossRow[i] += crossWeight * row[i];
    }
    pendingWeight[waiting] = weight;
    waiting++;
    if (waiting == BLOCK) {
      addPending();
    }
    offsetDiagonal[run] += weight * offsetSlope * offsetSlope;
    offsetGradient[run] += weight * offsetSlope * residual;
  }

  private void addPending() {
    for (int k = waiting; k < BLOCK; k++) {
      pendingWeight[k] = 0;
    }
    waiting = 0;
    double[] first = pending[0];
    double[] second = pending[1];
    double[] third = pending[2];
    double[] fourth = pending[3];
    for (int i = 0; i < count; i++) {
      double[] target = matrix[i];
      double byFirst = pendingWeight[0] * first[i];
      double bySecond = pendingWeight[1] * second[i];
      double byThird = pendingWeight[2] * third[i];
      double byFourth = pendingWeight[3] * fourth[i];
      for (int j = 0; j <= i; j++) {
        target[j] +=
            byFirst * first[j] + bySecond * second[j] + byThird * third[j] + byFourth * fourth[j];
      }
    }
  }

  /**
   * The precision of the shared parameters once the offsets are eliminated, the priors' own part in
   * it, (parameter, parameter).
   */
  double[][] eliminated() {
    addPending();
    double[][] precision = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int run = 0; run < cross.length; run++) {
          sum -= cross[run][i] * cross[run][j] / offsetDiagonal[run];
        }
        precision[i][j] = sum;
        precision[j][i] = sum;
      }
    }
    return precision;
  }

  /**
   * Solves with the diagonal enlarged by a factor.
   *
   * @throws IllegalStateException if the equations are not positive definite or not finite
   */
  Step solve(double damping) {
    addPending();
    DMatrixRMaj left = new DMatrixRMaj(count, count);
    DMatrixRMaj right = new DMatrixRMaj(count, 1);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double value = matrix[i][j] * (i == j ? 1 + damping : 1);
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
