package io.lode.model.process;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A Gaussian process on what a forecaster gets wrong along the curves of a sweep's runs.
 *
 * <p>Two points of training are near if the area under the rate so far, the mean rate so far, and
 * the rate in force against that mean are near. So a held-out run is corrected by runs that trained
 * in a similar way, each at the moment at which it was as far. Away from all runs, and where a rate
 * has decayed in a way that no run shows, the correction returns to 0 and its standard deviation to
 * that of the process.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class CurveProcess {

  private final CurveData data;
  private final CurveKernel kernel;
  private final double[] weights;
  private final double variance;
  private final DMatrixRMaj inverse;

  /**
   * Conditions the process on data.
   *
   * @throws IllegalArgumentException if the covariance is singular
   */
  public CurveProcess(CurveData data, CurveKernel kernel) {
    this.data = data;
    this.kernel = kernel;
    int count = data.count();
    Solved solved = Solved.of(data, kernel);
    if (solved == null) {
      throw new IllegalArgumentException("the covariance of " + count + " points is singular");
    }
    weights = solved.weights();
    variance = solved.variance();
    inverse = new DMatrixRMaj(count, count);
    solved.solver().invert(inverse);
  }

  /** Conditions the process on data, under the likeliest kernel of the settings. */
  public static CurveProcess fit(CurveData data, CurveConfig config) {
    return new CurveProcess(data, likeliest(data.thinned(config.kernelPoints()), config));
  }

  /** One setting at a time, twice around: the likelihood has one broad maximum. */
  private static CurveKernel likeliest(CurveData data, CurveConfig config) {
    double[][] choices = {
      values(config.lengths()),
      values(config.lengths()),
      values(config.pointNoises()),
      values(config.runNoises())
    };
    double[] best = Arrays.stream(choices).mapToDouble(row -> row[row.length / 2]).toArray();
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 2; round++) {
      for (int choice = 0; choice < choices.length; choice++) {
        double[] tried = best.clone();
        for (double value : choices[choice]) {
          tried[choice] = value;
          double cost = cost(data, kernel(tried, config));
          if (cost < least) {
            least = cost;
            best[choice] = value;
          }
        }
      }
    }
    return kernel(best, config);
  }

  private static double[] values(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static CurveKernel kernel(double[] values, CurveConfig config) {
    return new CurveKernel(values[0], values[1], config.shapeLength(), values[2], values[3]);
  }

  /** Negative log marginal likelihood, its scale maximised, up to a constant. */
  private static double cost(CurveData data, CurveKernel kernel) {
    Solved solved = Solved.of(data, kernel);
    return solved == null
        ? Double.POSITIVE_INFINITY
        : 0.5 * data.count() * Math.log(solved.variance()) + solved.halfLogDeterminant();
  }

  /** The data that the process is conditioned on. */
  public CurveData data() {
    return data;
  }

  /** The covariance. */
  public CurveKernel kernel() {
    return kernel;
  }

  /** Expected correction at a point. */
  double mean(CurvePoint point) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * kernel.between(data.points()[i], point);
    }
    return sum;
  }

  /** Standard deviation of the correction at a point, without noise. */
  double standardDeviation(CurvePoint point) {
    int count = weights.length;
    double[] covariance =
        IntStream.range(0, count)
            .mapToDouble(i -> kernel.between(data.points()[i], point))
            .toArray();
    double explained = 0;
    for (int i = 0; i < count; i++) {
      double row = 0;
      for (int j = 0; j < count; j++) {
        row += inverse.get(i, j) * covariance[j];
      }
      explained += row * covariance[i];
    }
    return Math.sqrt(variance * Math.max(0, 1 - explained));
  }

  /** The data under a kernel, solved; null where the covariance is singular. */
  private record Solved(
      LinearSolverDense<DMatrixRMaj> solver,
      double[] weights,
      double variance,
      double halfLogDeterminant) {

    /** Squares of a prior observation: residuals of 0 leave a variance over 0. In log loss. */
    private static final double PRIOR_SQUARES = 1e-6;

    static Solved of(CurveData data, CurveKernel kernel) {
      int count = data.count();
      DMatrixRMaj covariance = kernel.observed(data.points(), data.run());
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
      if (!solver.setA(covariance)) {
        return null;
      }
      DMatrixRMaj right = new DMatrixRMaj(count, 1, true, data.residual().clone());
      DMatrixRMaj solution = new DMatrixRMaj(count, 1);
      solver.solve(right, solution);
      double squares = PRIOR_SQUARES;
      for (int i = 0; i < count; i++) {
        squares += data.residual()[i] * solution.get(i, 0);
      }
      CholeskyDecomposition_F64<DMatrixRMaj> decomposition = solver.getDecomposition();
      DMatrixRMaj lower = decomposition.getT(null);
      double halfLogDeterminant = 0;
      for (int i = 0; i < count; i++) {
        halfLogDeterminant += Math.log(lower.get(i, i));
      }
      return new Solved(
          solver,
          Arrays.copyOf(solution.getData(), count),
          squares / (count + 1),
          halfLogDeterminant);
    }
  }
}
