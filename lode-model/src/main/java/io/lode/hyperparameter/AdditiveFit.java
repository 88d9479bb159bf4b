package io.lode.hyperparameter;

import io.lode.hyperparameter.AdditiveKernel.Shares;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Chooses the shares of an additive process by marginal likelihood, coordinate by coordinate on a
 * grid. A hyperparameter whose part brings too little evidence has none.
 */
final class AdditiveFit {

  /** Length of the schedule's part that the prior prefers, in log rate. */
  private static final double USUAL_RATE_LENGTH = 0.8;

  /** Variances tried for the noise and the hyperparameters, as ratios of the schedule's part. */
  private static final double[] RATIOS = {0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};

  /** A pseudo-observation of this squared size keeps the scale away from 0. */
  private static final double PRIOR_SQUARES = 2e-4;

  /** Gain in log marginal likelihood for which a part that is there is changed. */
  private static final double SMALLEST_CHANGE = 0.01;

  private final AdditiveKernel kernel;
  private final double[] outputs;
  private final double smallestEvidence;
  private final boolean[] allowed;

  /**
   * Prepares a fit.
   *
   * @param outputs outcomes of the runs, (run)
   * @param smallestEvidence gain in log marginal likelihood that a hyperparameter must bring
   * @param allowed which hyperparameters may have a part
   */
  AdditiveFit(AdditiveKernel kernel, double[] outputs, double smallestEvidence, boolean[] allowed) {
    this.kernel = kernel;
    this.outputs = outputs;
    this.smallestEvidence = smallestEvidence;
    this.allowed = allowed;
  }

  /**
   * The outcomes under some shares.
   *
   * @param shares of the parts
   * @param cost negative log marginal likelihood, up to a constant; infinite where the covariance
   *     cannot be inverted
   * @param mean of the outcomes
   * @param scale variance of the schedule's part
   * @param weights of the runs in predictions, (run)
   */
  record Solved(Shares shares, double cost, double mean, double scale, double[] weights) {}

  /** The most likely shares. */
  Solved fit() {
    int count = kernel.hyperparameters();
    Solved found = withRateAndNoise(solve(new Shares(2, 1, new double[count], new int[count])));
    while (true) {
      Solved better = withPart(found);
      if (better == null) {
        return withRateAndNoise(withoutStandIns(found));
      }
      found = withRateAndNoise(better);
    }
  }

  /** Takes parts away again that stood in for what was chosen later. */
  private Solved withoutStandIns(Solved with) {
    Solved found = with;
    for (int j = 0; j < kernel.hyperparameters(); j++) {
      if (found.shares().ratios()[j] > 0) {
        Solved without = solve(found.shares().with(j, 0, 0));
        if (without.cost() - found.cost() < smallestEvidence) {
          found = without;
        }
      }
    }
    return found;
  }

  private Solved withRateAndNoise(Solved from) {
    Solved best = from;
    for (int length = 0; length < AdditiveKernel.RATE_LENGTHS.length; length++) {
      for (double noise : RATIOS) {
        Solved tried = solve(from.shares().withRate(length, noise));
        if (tried.cost() < best.cost()) {
          best = tried;
        }
      }
    }
    return best;
  }

  /** Adds or changes the part that brings most; null where none brings enough. */
  private Solved withPart(Solved from) {
    Solved best = null;
    for (int j = 0; j < kernel.hyperparameters(); j++) {
      boolean there = from.shares().ratios()[j] > 0;
      double needed = from.cost() - (there ? SMALLEST_CHANGE : smallestEvidence);
      for (int length = 0; allowed[j] && length < kernel.lengths(j); length++) {
        for (double ratio : RATIOS) {
          Solved tried = solve(from.shares().with(j, ratio, length));
          if (tried.cost() < needed && (best == null || tried.cost() < best.cost())) {
            best = tried;
          }
        }
      }
    }
    return best;
  }

  private Solved solve(Shares shares) {
    int count = outputs.length;
    DMatrixRMaj matrix = kernel.covariance(shares);
    var cholesky = DecompositionFactory_DDRM.chol(count, true);
    if (!cholesky.decompose(matrix.copy())) {
      return new Solved(shares, Double.POSITIVE_INFINITY, 0, 1, new double[count]);
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double logDeterminant = 0;
    for (int i = 0; i < count; i++) {
      logDeterminant += 2 * Math.log(lower.get(i, i));
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
    solver.setA(matrix);
    DMatrixRMaj sides = new DMatrixRMaj(count, 2);
    for (int i = 0; i < count; i++) {
      sides.set(i, 0, outputs[i]);
      sides.set(i, 1, 1);
    }
    DMatrixRMaj solution = new DMatrixRMaj(count, 2);
    solver.solve(sides, solution);
    double ones = 0;
    double cross = 0;
    for (int i = 0; i < count; i++) {
      ones += solution.get(i, 1);
      cross += solution.get(i, 0);
    }
    double mean = cross / ones;
    double[] weights = new double[count];
    double squares = PRIOR_SQUARES;
    for (int i = 0; i < count; i++) {
      weights[i] = solution.get(i, 0) - mean * solution.get(i, 1);
      squares += (outputs[i] - mean) * weights[i];
    }
    double scale = Math.max(1e-9, squares / (count + 1));
    double offset = Math.log(AdditiveKernel.RATE_LENGTHS[shares.rateLength()] / USUAL_RATE_LENGTH);
    double cost =
        0.5 * (count - 1) * Math.log(scale)
            + 0.5 * logDeterminant
            + 0.5 * Math.log(ones)
            + 0.5 * offset * offset;
    return new Solved(shares, cost, mean, scale, weights);
  }
}
